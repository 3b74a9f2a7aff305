/**
 * What EC2 answered, for every question that wants it: kept for some minutes by what was asked, so that the next question asks for the rest
 * only, and questions at the same time share the calls that run.
 */
import { heed } from '../../../query/heed.ts';
import type { AwsFailure } from '../aws-failure.ts';
import { askLookup, batchesOf, type Failed, isFailed, type Outcome, type Part } from './ask-lookup.ts';
import type { Asking, Ec2Api, Operation } from './ec2-api.ts';
import { KINDS, type Kind, type Kinds, type Lookup } from './lookup.ts';

export interface Found<K extends Kind> {
  /** By value; without the values for which a call failed. */
  readonly parts: ReadonlyMap<string, Part<Kinds[K]>>;
  readonly failed: Failed | null;
}

/** One call, with all its pages. */
interface Work<K extends Kind> {
  readonly startedAt: number;
  /** Never rejects. */
  readonly done: Promise<Outcome<K>>;
  readonly abort: () => void;
  /** How many questions wait for it. */
  waiting: number;
}

type Works = { readonly [K in Kind]: Map<string, Work<K>> };

/** A permission may be granted, and credentials be renewed, while somebody waits. Seconds. */
const REFUSED_FOR = 30;

/** Failures that every other call would meet too. */
const OF_EVERY_CALL: ReadonlySet<AwsFailure> = new Set([
  'no-credentials',
  'expired-credentials',
  'unknown-credentials',
  'no-region',
  'unreachable',
]);

export function stopsEveryCall({ failure }: Failed): boolean {
  return OF_EVERY_CALL.has(failure);
}

export function partKey({ operation, by }: Pick<Lookup, 'operation' | 'by'>, value: string): string {
  return `${operation} ${by} ${value}`;
}

/** Cut for whoever asked: the next may read more of it. */
function isShort<K extends Kind>(outcome: ReadonlyMap<string, Part<Kinds[K]>>, { maxPages }: Asker): boolean {
  return maxPages !== undefined && [...outcome.values()].some(({ isCut }) => isCut);
}

export interface Asker extends Pick<Asking, 'onCall'> {
  readonly signal: AbortSignal;
  /** Pages of one call at most, where that is fewer than the lookup's. */
  readonly maxPages?: number;
}

export interface SharedPartsOptions {
  readonly api: Ec2Api;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** For so many seconds what was read is taken to hold. */
  readonly maxAge: number;
}

export class SharedParts {
  readonly #options: SharedPartsOptions;
  // Object.fromEntries does not tell which key has a map of what; each is filled by its own kind only.
  readonly #works: Works = Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as Works;
  readonly #refused = new Map<Operation | 'every', { readonly failed: Failed; readonly until: number }>();

  constructor(options: SharedPartsOptions) {
    this.#options = options;
  }

  isFresh({ readAt }: { readonly readAt: number }): boolean {
    return this.#options.now() - readAt < this.#options.maxAge;
  }

  /** @throws only the signal's reason, when it is aborted */
  async find<K extends Kind>(lookup: Lookup<K>, values: readonly string[], asker: Asker): Promise<Found<K>> {
    asker.signal.throwIfAborted();
    this.#forget();
    const refused = this.#refusal(lookup.operation);
    const works: Map<string, Work<K>> = this.#works[lookup.kind];
    const missing = values.filter((value) => !works.has(partKey(lookup, value)));
    if (!refused) for (const batch of batchesOf(lookup, missing)) this.#start(lookup, batch, asker);

    const running = new Set(values.flatMap((value) => works.get(partKey(lookup, value)) ?? []));
    const outcomes = await Promise.all([...running].map((work) => waitFor(work, asker.signal)));
    const parts = new Map<string, Part<Kinds[K]>>();
    for (const outcome of outcomes) {
      if (isFailed(outcome)) continue;
      for (const value of values) {
        const part = outcome.get(value);
        if (part) parts.set(value, part);
      }
    }
    const failed = outcomes.find(isFailed);
    return { parts, failed: failed ?? (missing.length > 0 ? refused : null) };
  }

  #start<K extends Kind>(lookup: Lookup<K>, values: readonly string[], asker: Asker): void {
    const works: Map<string, Work<K>> = this.#works[lookup.kind];
    const controller = new AbortController();
    const startedAt = this.#options.now();
    const asking = {
      signal: controller.signal,
      maxPages: Math.min(lookup.maxPages, asker.maxPages ?? lookup.maxPages),
      onCall: asker.onCall,
    };
    const remove = () => {
      for (const value of values) {
        const key = partKey(lookup, value);
        if (works.get(key) === work) works.delete(key);
      }
    };
    const work: Work<K> = {
      startedAt,
      done: askLookup(this.#options.api, lookup, values, asking, startedAt).then((outcome) => {
        if (isFailed(outcome)) this.#refuse(outcome);
        if (isFailed(outcome) || isShort(outcome, asker)) remove();
        return outcome;
      }),
      abort: () => {
        remove();
        controller.abort();
      },
      waiting: 0,
    };
    for (const value of values) works.set(partKey(lookup, value), work);
  }

  #refuse(failed: Failed): void {
    const until = this.#options.now() + REFUSED_FOR;
    if (stopsEveryCall(failed)) this.#refused.set('every', { failed, until });
    if (failed.failure === 'access-denied') this.#refused.set(failed.operation, { failed, until });
  }

  #refusal(operation: Operation): Failed | null {
    const known = this.#refused.get('every') ?? this.#refused.get(operation);
    return known?.failed ?? null;
  }

  #forget(): void {
    const now = this.#options.now();
    for (const kind of KINDS) {
      for (const [key, { startedAt }] of this.#works[kind]) {
        if (!this.isFresh({ readAt: startedAt })) this.#works[kind].delete(key);
      }
    }
    for (const [key, { until }] of this.#refused) if (now >= until) this.#refused.delete(key);
  }
}

/** Who is the last to lose interest ends the call. */
function waitFor<K extends Kind>(work: Work<K>, signal: AbortSignal): Promise<Outcome<K>> {
  // A signal of its own, because Node warns of more than ten listeners on one.
  const own = AbortSignal.any([signal]);
  work.waiting += 1;
  return new Promise((resolve, reject) => {
    function leave(): void {
      work.waiting -= 1;
      if (work.waiting === 0) work.abort();
      reject(own.reason);
    }
    void heed(own, leave, work.done).then(resolve);
  });
}
