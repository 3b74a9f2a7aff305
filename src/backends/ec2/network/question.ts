/** What one question has read of the network so far, and what it cost. */
import { indexNetwork, type NetworkIndex } from '../../../network/find/index-network.ts';
import type { Network } from '../../../network/network.ts';
import type { Failed, Part } from './ask-lookup.ts';
import type { Operation } from './ec2-api.ts';
import { KINDS, type Kind, type Kinds, type Lookup } from './lookup.ts';
import { networkOf } from './network-of.ts';
import { cutNote, failedNote, goneNote, leftOutNote, nothingReadNote } from './notes.ts';
import { partKey, type SharedParts, stopsEveryCall } from './shared-parts.ts';

type Held = { readonly [K in Kind]: Map<string, Part<Kinds[K]>> };

interface Put {
  readonly network: Network;
  readonly notes: readonly string[];
}

export class Question {
  readonly #shared: SharedParts;
  readonly #signal: AbortSignal;
  // Object.fromEntries does not tell which key has a map of what; each is filled by its own kind only.
  readonly #held: Held = Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as Held;
  readonly #failed = new Map<Operation, Failed>();
  readonly #remarks = new Map<string, string>();
  readonly #gone = new Map<string, string>();
  /** What was asked in this reading, and may have failed. */
  readonly #asked = new Set<string>();
  /** What has more pages than could be read. */
  readonly #tooLong = new Set<string>();
  /** What was not asked, to stay within the calls that the question may make. */
  readonly #leftOut = new Set<string>();
  #calls = 0;
  #allowed = Number.POSITIVE_INFINITY;
  /** Undefined once there is more than it was put together from. */
  #put: Put | undefined;
  #index: NetworkIndex | undefined;

  constructor(shared: SharedParts, signal: AbortSignal) {
    this.#shared = shared;
    this.#signal = signal;
  }

  get calls(): number {
    return this.#calls;
  }

  get callsLeft(): number {
    return this.#allowed - this.#calls;
  }

  /** As many calls may be made in all, those of before counted. */
  allow(calls: number): void {
    this.#allowed = calls;
  }

  /** Lets go of what is too old, and of failures: what is wanted of it is asked for again. */
  begin(): void {
    this.#failed.clear();
    this.#asked.clear();
    this.#leftOut.clear();
    this.#allowed = Number.POSITIVE_INFINITY;
    for (const kind of KINDS) {
      for (const [key, part] of this.#held[kind]) {
        if (this.#shared.isFresh(part)) continue;
        this.#held[kind].delete(key);
        this.#change();
      }
    }
  }

  /**
   * The things of these values; without those of calls that fail, which are remembered for the notes. Of network interfaces the first ones
   * are used where there are too many, of everything else nothing.
   * @param maxPages of each call
   * @throws only the signal's reason, when it is aborted
   */
  async find<K extends Kind>(
    lookup: Lookup<K>,
    wanted: Iterable<string>,
    maxPages?: number,
  ): Promise<readonly Kinds[K][]> {
    const held: Map<string, Part<Kinds[K]>> = this.#held[lookup.kind];
    const values = [...new Set(wanted)];
    const toAsk = this.#toAsk(lookup, values);
    if (toAsk.length > 0) {
      const { parts, failed } = await this.#shared.find(lookup, toAsk, {
        signal: this.#signal,
        onCall: (requests) => {
          this.#calls += requests;
        },
        ...(maxPages === undefined ? {} : { maxPages }),
      });
      if (failed) this.#failed.set(failed.operation, failed);
      for (const value of toAsk) this.#asked.add(partKey(lookup, value));
      for (const [value, part] of parts) this.#hold(lookup, value, part);
    }
    const found = values.flatMap((value) => held.get(partKey(lookup, value))?.things ?? []);
    return [...new Set(found)];
  }

  /** Nothing is asked twice in one reading, and nothing more after a failure that would meet it too. */
  #toAsk<K extends Kind>(lookup: Lookup<K>, values: readonly string[]): readonly string[] {
    const failed = this.#failed.get(lookup.operation);
    if (this.#stopped() || (failed && failed.failure !== 'other')) return [];
    const held: Map<string, Part<Kinds[K]>> = this.#held[lookup.kind];
    return values.filter((value) => {
      const key = partKey(lookup, value);
      return !held.has(key) && !this.#asked.has(key) && !this.#tooLong.has(key);
    });
  }

  /**
   * As `find`, where one more call is allowed; else what is not known yet is left out.
   * @param what is left out then, for the notes
   */
  async afford<K extends Kind>(
    lookup: Lookup<K>,
    wanted: Iterable<string>,
    what: string,
  ): Promise<readonly Kinds[K][]> {
    const values = [...wanted];
    if (this.callsLeft > 0 || this.#toAsk(lookup, values).length === 0) return this.find(lookup, values);
    this.leaveOut(what);
    return [];
  }

  leaveOut(what: string): void {
    this.#leftOut.add(what);
  }

  #hold<K extends Kind>(lookup: Lookup<K>, value: string, part: Part<Kinds[K]>): void {
    if (part.isCut && lookup.kind !== 'networkInterfaces') {
      // Half of a rule set or of a prefix list would give a wrong answer.
      this.#tooLong.add(partKey(lookup, value));
      return;
    }
    if (part.isCut) this.remark(`cut ${value}`, cutNote(value));
    const held: Map<string, Part<Kinds[K]>> = this.#held[lookup.kind];
    // Null becomes an empty list once something was looked up; beyond that, nothing found adds nothing.
    const isMore = held.size === 0 || part.things.length > 0;
    held.set(partKey(lookup, value), part);
    if (isMore) this.#change();
  }

  #change(): void {
    this.#put = undefined;
    this.#index = undefined;
  }

  #stopped(): Failed | undefined {
    return [...this.#failed.values()].find(stopsEveryCall);
  }

  /** Everything that was asked for was answered in full. */
  get isWhole(): boolean {
    return this.#failed.size === 0 && this.#tooLong.size === 0;
  }

  hasFailed(operation: Operation): boolean {
    return this.#failed.has(operation);
  }

  /** An interface that was asked for is not there: a sentence for the small print. */
  remarkGone(interfaceId: string): void {
    this.#gone.set(interfaceId, goneNote(interfaceId));
  }

  get gone(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#gone);
  }

  /** A sentence for the small print, once for each key. */
  remark(key: string, sentence: string): void {
    this.#remarks.set(key, sentence);
  }

  /** The same object until more is read. */
  get network(): Network {
    return this.#putTogether().network;
  }

  get index(): NetworkIndex {
    this.#index ??= indexNetwork(this.network);
    return this.#index;
  }

  #putTogether(): Put {
    this.#put ??= networkOf({ things: (kind) => this.#things(kind) });
    return this.#put;
  }

  /** What was read last comes last. Null where nothing was read. */
  #things<K extends Kind>(kind: K): readonly Kinds[K][] | null {
    const held: Map<string, Part<Kinds[K]>> = this.#held[kind];
    if (held.size === 0) return null;
    return [...held.values()].sort((a, b) => a.readAt - b.readAt).flatMap(({ things }) => things);
  }

  /** When the oldest part of the network was read, seconds since the epoch; null where nothing was. */
  get readAt(): number | null {
    const times = KINDS.flatMap((kind) => [...this.#held[kind].values()].map(({ readAt }) => readAt));
    return times.length === 0 ? null : Math.min(...times);
  }

  get notes(): readonly string[] {
    const stopped = this.#stopped();
    const failures = stopped
      ? [nothingReadNote(stopped)]
      : [...this.#failed.values()].flatMap((failed) => failedNote(failed) ?? []);
    const leftOut = this.#leftOut.size > 0 ? [leftOutNote([...this.#leftOut], this.#allowed)] : [];
    const ofParts = KINDS.flatMap((kind) => [...this.#held[kind].values()].flatMap(({ notes }) => notes));
    return [
      ...new Set([
        ...failures,
        ...leftOut,
        ...this.#remarks.values(),
        ...this.#gone.values(),
        ...ofParts,
        ...this.#putTogether().notes,
      ]),
    ];
  }
}
