/**
 * What one question spends: before its queries are run they are estimated, and a person is asked where that would pass a budget; afterwards what
 * they took is entered, also of those that were stopped or failed, as far as it is known.
 */
import type { Correct, Entered, Ledger, RecentSpend } from '../diagnosis/ledger.ts';
import type { Overspend, Spend } from '../diagnosis/overspend.ts';
import type { Engine, Estimate, Progress, RunOptions, Scan } from '../query/engine.ts';
import type { FlowQuery } from '../query/flow-query.ts';
import { SourceError } from '../query/source-error.ts';
import type { Window } from '../query/window.ts';
import { added, type Budgets, NOTHING_SPENT, overspend, spendOf } from './budget.ts';
import { NotSpent } from './not-spent.ts';

export type Decision =
  /** What was estimated may be scanned, and as much as one question may on top of it. */
  | { readonly kind: 'go-on' }
  /** The question is to be asked about the shorter window that was offered. */
  | { readonly kind: 'narrow' }
  | { readonly kind: 'stop'; readonly because: string };

export interface Spending {
  readonly budgets: Budgets;
  readonly ledger: Ledger;
  /** Asks a person. Null where nobody could be asked. @throws the reason of the question's signal when it is aborted meanwhile. Absent: there is nobody. */
  readonly decide?: (overspend: Overspend) => Promise<Decision | null>;
}

/** What a query takes while it runs and in the end. */
export interface Meter {
  /** @returns why the question is to be stopped, where its queries are seen to take more than it may; null where they are not */
  readonly note: (progress: Progress) => NotSpent | null;
  /** `scan` is null where it failed. Never rejects. */
  readonly end: (scan: Scan | null) => Promise<void>;
}

/** What a query took, as far as its engine can tell; else what was seen of it. */
function spendIn({ bytes, estimatedUsd }: Scan, seen: Spend): Spend {
  if (estimatedUsd === 0) return NOTHING_SPENT;
  return { bytes: bytes ?? seen.bytes, usd: estimatedUsd ?? seen.usd };
}

/** Queries that run together. */
interface Stage {
  readonly expected: Spend;
  /** What each was seen to take. */
  readonly spends: Spend[];
}

const UNKNOWN: Estimate = { bytes: null, usd: null, basis: '' };

/** What a progress takes, by the price of the estimate, where it is known. */
function soFar({ bytesScanned = 0 }: Progress, { bytes, usd }: Estimate): Spend {
  if (usd === 0) return NOTHING_SPENT;
  return { bytes: bytesScanned, usd: bytes && usd ? (bytesScanned * usd) / bytes : 0 };
}

function seenOf({ spends }: Stage): Spend {
  return spends.reduce(added, NOTHING_SPENT);
}

/** What a stage that runs is to be counted as: what was expected of it, or more where it is seen to take more. */
function countedAs(stage: Stage): Spend {
  const seen = seenOf(stage);
  return { bytes: Math.max(stage.expected.bytes, seen.bytes), usd: Math.max(stage.expected.usd, seen.usd) };
}

export class QuestionSpending {
  readonly #spending: Spending;
  readonly #asker: string | null;
  /** Of the stages that have ended. */
  #spent = NOTHING_SPENT;
  readonly #running = new Set<Stage>();
  /** Up to where a person has allowed it. */
  #allowed = NOTHING_SPENT;
  #last: Promise<unknown> = Promise.resolve();

  constructor(spending: Spending, asker: string | null) {
    this.#spending = spending;
    this.#asker = asker;
  }

  /**
   * Resolves when the queries may be run together, with a meter for each. One stage of the question after another is asked about.
   *
   * @param window the question's, if it can be narrowed
   * @throws NotSpent when they may not
   */
  allow(
    engine: Engine,
    queries: readonly FlowQuery<unknown>[],
    { window, ...options }: RunOptions & { readonly window: Window | null },
  ): Promise<readonly Meter[]> {
    const allowed = this.#last.then(() => this.#ask(engine, queries, { window, ...options }));
    // The next stage is asked about also where this one was not allowed; whoever wanted this one hears of it.
    this.#last = allowed.catch(() => undefined);
    return allowed;
  }

  async #ask(
    engine: Engine,
    queries: readonly FlowQuery<unknown>[],
    { window, ...options }: RunOptions & { readonly window: Window | null },
  ): Promise<readonly Meter[]> {
    const estimate = await this.#estimate(engine, queries, options);
    options.signal.throwIfAborted();
    // What is remembered costs nothing, so it need not wait until others have entered what they spend.
    if (estimate.bytes === 0 && estimate.usd === 0)
      return this.#meters(queries.length, estimate, (spent) => this.#enterLater(spent));
    const expected = spendOf(estimate);
    const own = () => [...this.#running].map(countedAs).reduce(added, this.#spent);
    const objectionTo = (recent: RecentSpend) => {
      const question = own();
      if (this.#isAllowed(added(question, expected))) return null;
      return overspend(this.#spending.budgets, { question, ...recent }, { estimate, window });
    };
    for (;;) {
      const entered = await this.#enter(expected, objectionTo);
      if (entered.kind === 'entered') return this.#meters(queries.length, estimate, entered.correct);
      await this.#decide(entered.objection, added(own(), expected));
    }
  }

  /** What was expected to cost nothing and did not: it was forgotten meanwhile. */
  async #enterLater(spent: Spend): Promise<void> {
    if (spent.bytes === 0 && spent.usd === 0) return;
    try {
      await this.#spending.ledger.enter(this.#asker, spent, () => null);
    } catch {
      // It is spent and its answer is there: that it was not counted is no reason to withhold it.
    }
  }

  /** @throws SourceError where the ledger fails: what nobody can count is not spent. */
  async #enter<O>(expected: Spend, objectionTo: (recent: RecentSpend) => O | null): Promise<Entered<O>> {
    try {
      return await this.#spending.ledger.enter(this.#asker, expected, objectionTo);
    } catch (cause) {
      throw new SourceError({
        code: 'unavailable',
        attempted: 'count what this question would scan against the budgets',
        happened: `${cause instanceof Error ? cause.message : String(cause)}.`,
        todo: 'Nothing was run. Ask again; if it stays, the log of flows says what is wrong with its store.',
        cause,
        isOfSource: false,
      });
    }
  }

  async #estimate(
    engine: Engine,
    queries: readonly FlowQuery<unknown>[],
    { onProgress, ...options }: RunOptions,
  ): Promise<Estimate> {
    if (!this.#hasLimits()) return UNKNOWN;
    // How far an estimate has come is no part of what the question has scanned.
    const told = onProgress && {
      onProgress: ({ text }: Progress) => onProgress({ text: `estimating: ${text}` }),
    };
    return (await engine.estimate?.(queries, { ...options, ...told })) ?? UNKNOWN;
  }

  #hasLimits(): boolean {
    return Object.values(this.#spending.budgets).some(
      ({ bytes, dollars }) => bytes !== undefined || dollars !== undefined,
    );
  }

  #isAllowed({ bytes, usd }: Spend): boolean {
    return bytes <= this.#allowed.bytes && usd <= this.#allowed.usd;
  }

  async #decide(over: Overspend, total: Spend): Promise<void> {
    const decision = (await this.#spending.decide?.(over)) ?? null;
    if (decision?.kind === 'stop') throw new NotSpent(decision);
    if (decision?.kind === 'narrow' && over.narrowed)
      throw new NotSpent({ kind: 'narrow', window: over.narrowed });
    if (decision?.kind !== 'go-on') throw new NotSpent({ kind: 'not-asked', overspend: over });
    const { bytes = Number.POSITIVE_INFINITY, dollars = Number.POSITIVE_INFINITY } =
      this.#spending.budgets.question;
    this.#allowed = added(total, { bytes, usd: dollars });
  }

  /** More is seen than could be told before: the question may take its budget, or what a person has allowed. */
  #passed(): NotSpent | null {
    const { bytes: budget = Number.POSITIVE_INFINITY } = this.#spending.budgets.question;
    const limit = Math.max(budget, this.#allowed.bytes);
    const spent = [...this.#running].map(seenOf).reduce(added, this.#spent);
    if (spent.bytes <= limit) return null;
    return new NotSpent({
      kind: 'not-asked',
      overspend: {
        estimate: { bytes: spent.bytes, usd: null, basis: '' },
        budget: { of: 'question', unit: 'bytes', limit, spent: spent.bytes },
        spent,
        stopped: true,
        narrowed: null,
      },
    });
  }

  #meters(queries: number, estimate: Estimate, correct: Correct): readonly Meter[] {
    const expected = spendOf(estimate);
    const stage: Stage = { expected, spends: Array.from({ length: queries }, () => NOTHING_SPENT) };
    this.#running.add(stage);
    let open = queries;
    return stage.spends.map((_, index) => ({
      note: (progress) => {
        stage.spends[index] = soFar(progress, estimate);
        return this.#passed();
      },
      end: async (scan) => {
        if (scan) stage.spends[index] = spendIn(scan, stage.spends[index] ?? NOTHING_SPENT);
        open -= 1;
        if (open > 0) return;
        const spent = seenOf(stage);
        this.#running.delete(stage);
        this.#spent = added(this.#spent, spent);
        await correct(spent);
      },
    }));
  }
}
