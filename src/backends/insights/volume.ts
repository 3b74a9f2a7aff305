/**
 * How many bytes a query will scan at most, before it is run: all that its log groups hold of the time it searches. The service is asked, with the
 * command `estimate`, which runs nothing and costs nothing (CloudWatch Logs User Guide, "estimate"). Where it does not know that command, what
 * earlier queries scanned has to do.
 */
import { SourceError } from '../../query/source-error.ts';
import { createShared, type Shared } from '../aws/shared.ts';
import type { QueryState, QueryToStart } from './logs-api.ts';
import type { ResultRow } from './rows.ts';
import type { SearchedTime } from './window.ts';

export interface Searched extends SearchedTime {
  readonly logGroups: readonly string[];
}

export interface Volume {
  readonly bytes: number;
  readonly from: 'service' | 'earlier-queries';
}

export interface Volumes {
  /** @returns null where it cannot be told. @throws the signal's reason when it is aborted */
  of(searched: Searched, ask: AskService): Promise<Volume | null>;
  /** From the state in which a query ended. */
  learn(searched: Searched, ended: QueryState): void;
}

interface AskService {
  readonly signal: AbortSignal;
  /** Runs a query and returns its first rows. */
  readonly run: (query: QueryToStart, signal: AbortSignal) => Promise<readonly ResultRow[]>;
}

/** What the service estimated, or is being asked. */
interface Known {
  readonly bytes: Shared<number | null>;
  /** Who wanted to know last, and so asks if it is not known. */
  ask: AskService | null;
}

/** No filter, so that it says nothing that the service could misread but the command itself, and holds for every query of the same time. */
const ESTIMATE = 'fields @timestamp\n| estimate';

/** So little (a twentieth of a cent) that what earlier queries scanned is good enough, though the time now asked about may have been busier. */
const NEGLIGIBLE_BYTES = 100e6;

/** Records may still be delivered for a time that ends now. Milliseconds. */
const KNOWN_FOR = 5 * 60_000;
const MOST_KNOWN = 100;

/** The latest queries of the same log groups, of which the busiest counts. */
const MOST_LEARNED = 10;

function seconds({ startTime, endTime }: SearchedTime): number {
  return endTime - startTime + 1;
}

function groupsKey({ logGroups }: Searched): string {
  return JSON.stringify([...logGroups].sort());
}

/** What the column is called is not documented: the one that is named after bytes, or else the greatest number there is. */
function bytesIn(rows: readonly ResultRow[]): number | null {
  const fields = rows
    .flatMap((row) => [...row])
    .map(([name, value]) => ({ name, amount: Number(value || Number.NaN) }));
  const numbers = fields.filter(({ amount }) => Number.isFinite(amount) && amount >= 0);
  const named = numbers.filter(({ name }) => /byte/i.test(name));
  const amounts = (named.length > 0 ? named : numbers).map(({ amount }) => amount);
  return amounts.length === 0 ? null : Math.max(...amounts);
}

export function createVolumes(monotonic: () => number): Volumes {
  /** Bytes a second of earlier queries, by log groups. */
  const learned = new Map<string, readonly number[]>();
  const known = new Map<string, Known>();
  /** Until the service says otherwise. For as long as the process lives: a region does not learn the command in between. */
  let canEstimate = true;

  async function asked(
    searched: Searched,
    ask: AskService | null,
    signal: AbortSignal,
  ): Promise<number | null> {
    if (!canEstimate || ask === null) return null;
    try {
      const bytes = bytesIn(await ask.run({ ...searched, text: ESTIMATE, limit: 1 }, signal));
      canEstimate = bytes !== null;
      return bytes;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceError && error.code === 'rejected-query') canEstimate = false;
      // Whatever else it is, the query itself will meet it too, and say so.
      return null;
    }
  }

  /** Questions ask several things of one time, and some of them at once. */
  function remembered(searched: Searched): Known {
    const key = `${searched.startTime}-${searched.endTime} ${groupsKey(searched)}`;
    const found = known.get(key);
    if (found) return found;
    const bytes = createShared(
      (signal) => asked(searched, one.ask, signal),
      (value) => (value === null ? 0 : KNOWN_FOR),
      monotonic,
    );
    const one: Known = { bytes, ask: null };
    known.set(key, one);
    const [oldest] = known.keys();
    if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    return one;
  }

  return {
    async of(searched, ask) {
      const rates = learned.get(groupsKey(searched));
      const likely: Volume | null = rates
        ? { bytes: Math.round(Math.max(...rates) * seconds(searched)), from: 'earlier-queries' }
        : null;
      if (likely && likely.bytes < NEGLIGIBLE_BYTES) return likely;
      const one = remembered(searched);
      one.ask = ask;
      const bytes = await one.bytes.load(ask.signal);
      return bytes === null ? likely : { bytes, from: 'service' };
    },
    learn(searched, { bytesScanned, bytesSkipped }) {
      if (bytesScanned === null) return;
      const key = groupsKey(searched);
      const rate = (bytesScanned + (bytesSkipped ?? 0)) / seconds(searched);
      learned.set(key, [...(learned.get(key) ?? []), rate].slice(-MOST_LEARNED));
    },
  };
}
