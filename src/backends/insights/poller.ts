/**
 * Asks how queries are getting on: one poller for all that run, because GetQueryResults is limited to 10 requests a second for the whole
 * account. A few are each asked about in turn. Of many, a list says which still run, so that the requests go to those that have ended.
 */
import { heed } from '../../query/heed.ts';
import { createAllowance } from '../aws/allowance.ts';
import { type Failures, oneMore, troubleText } from '../aws/busy.ts';
import { backoff, type Clock } from '../aws/pace.ts';
import type { LogsApi, QueryState } from './logs-api.ts';
import type { RunningList } from './running-list.ts';

export interface PollerOptions {
  readonly ask: LogsApi['getQueryResults'];
  readonly runningList: RunningList;
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Of GetQueryResults. */
  readonly requestsPerSecond: number;
}

/** What is followed, and what for. */
interface Following {
  readonly queryId: string;
  readonly signal: AbortSignal;
  /** Is called while the query runs; what it throws ends the following. */
  readonly onState: (state: QueryState) => void;
  /** Told in words what keeps it from being asked about. */
  readonly onTrouble?: (text: string) => void;
  /** Of a page of rows, where an earlier answer had more of them than it held. */
  readonly nextToken?: string | undefined;
}

export interface Poller {
  /**
   * @returns the state that the query ended in, with the first page of its rows, or the page that was asked for; the status is `Complete` where it
   *   has rows
   * @throws the signal's reason when it is aborted, the SDK's error where asking again does not help
   */
  follow(following: Following): Promise<QueryState>;
}

/** More of them than that are listed instead of asked about one by one: they alone take half of the requests that there are. */
const FEW = 4;
const FIRST_ASKED_AFTER = 300;
/** Where there is a list, it mostly tells of a new query before. */
const ONE_OF_MANY_FIRST_ASKED_AFTER = 700;
const SLOWER_BY = 1.5;
/** Of a query of which nothing else would tell that it has ended. */
const ASKED_AT_LEAST_EVERY = 800;
/** Of one that the list would tell of, for how much it has scanned. */
const LISTED_ASKED_EVERY = 5000;
const PROGRESS = 2;
/** AWS does not say what `Unknown` means; it is hoped to pass. */
const MOST_UNKNOWN = 10;

interface Followed extends Following {
  readonly resolve: (ended: QueryState) => void;
  readonly reject: (reason: unknown) => void;
  /** Milliseconds of the clock. */
  due: number;
  interval: number;
  asking: boolean;
  /** It was in the latest list of those that run. */
  listed: boolean;
  /** There are rows to fetch, as far as is known. */
  ended: boolean;
  failures: Failures | null;
  unknown: number;
}

function rung(alarm: AbortSignal): Promise<void> {
  return new Promise((resolve) => alarm.addEventListener('abort', () => resolve(), { once: true }));
}

/** What has ended comes first, then what may have ended, and last what only has progress to tell. */
function rank({ ended, listed }: Followed): number {
  if (ended) return 0;
  return listed ? PROGRESS : 1;
}

export function createPoller(options: PollerOptions): Poller {
  const { ask, runningList, clock, random, requestsPerSecond } = options;
  const followed = new Set<Followed>();
  let polling = false;
  const allowance = createAllowance(requestsPerSecond, clock.now);
  /** Ends the sleep of the loop, when there may be something to do sooner. */
  let alarm = new AbortController();

  /** How many requests a second may be sent for one like it: progress leaves some to what ends meanwhile. */
  function most(one: Followed): number {
    return rank(one) === PROGRESS ? requestsPerSecond / 2 : requestsPerSecond;
  }

  /** The most urgent of those whose time has come, or else whose time comes first. */
  function next(): Followed | undefined {
    const idle = [...followed].filter(({ asking }) => !asking).sort((a, b) => a.due - b.due);
    const due = idle.filter((one) => one.due <= clock.now()).sort((a, b) => rank(a) - rank(b));
    return due[0] ?? idle[0];
  }

  async function poll(): Promise<void> {
    if (polling) return;
    polling = true;
    while (followed.size > 0) {
      const listAt = followed.size > FEW ? runningList.due() : Number.POSITIVE_INFINITY;
      const one = next();
      const askAt = one ? Math.max(one.due, allowance.freeAt(most(one))) : Number.POSITIVE_INFINITY;
      if (listAt <= clock.now()) void askForList();
      else if (one && askAt <= clock.now()) void askAbout(one);
      else await sleepUntil(Math.min(listAt, askAt));
    }
    polling = false;
  }

  async function sleepUntil(time: number): Promise<void> {
    alarm = new AbortController();
    await (time === Number.POSITIVE_INFINITY
      ? rung(alarm.signal)
      : clock.sleep(time - clock.now(), alarm.signal));
  }

  async function askForList(): Promise<void> {
    hear(await runningList.ask());
    alarm.abort();
  }

  /**
   * What is no longer listed has ended. A list that knows nothing yet of a new query says nothing of it, and one that was wrong is not believed
   * about that query until it lists it again.
   *
   * @param running null where there is no list
   */
  function hear(running: ReadonlySet<string> | null): void {
    for (const one of followed) {
      const listed = running?.has(one.queryId) ?? false;
      if (one.listed && !listed) {
        one.due = clock.now();
        one.ended = running !== null;
      }
      one.listed = listed;
    }
  }

  async function askAbout(one: Followed): Promise<void> {
    allowance.spend();
    one.asking = true;
    const known = one.ended;
    try {
      const state = await ask(one.queryId, one.nextToken);
      one.failures = null;
      if (followed.has(one)) take(one, state, known);
    } catch (error) {
      one.failures = oneMore(one.failures, error, clock.now());
      if (one.failures === null) end(one, () => one.reject(error));
      else putOff(one, error, one.failures);
    }
    one.asking = false;
    alarm.abort();
  }

  function putOff(one: Followed, error: unknown, failures: Failures): void {
    one.due = clock.now() + backoff(failures.count, random);
    const trouble = followed.has(one) ? troubleText(error, failures, clock.now()) : null;
    if (trouble !== null) one.onTrouble?.(trouble);
  }

  /** @param known that it had ended was known when it was asked, so the answer is the newer */
  function take(one: Followed, state: QueryState, known: boolean): void {
    const { status } = state;
    one.unknown = status === 'Unknown' ? one.unknown + 1 : 0;
    const goesOn = status === 'Scheduled' || status === 'Running' || status === 'Unknown';
    if (!goesOn || one.unknown >= MOST_UNKNOWN) {
      end(one, () => one.resolve(state));
      return;
    }
    one.onState(state);
    if (one.ended && !known) return;
    one.ended = false;
    one.due = clock.now() + (one.listed ? LISTED_ASKED_EVERY : one.interval);
    one.interval = Math.min(ASKED_AT_LEAST_EVERY, one.interval * SLOWER_BY);
  }

  function end(one: Followed, settle: () => void): void {
    if (followed.delete(one)) settle();
    if (followed.size <= FEW) hear(null);
    alarm.abort();
  }

  return {
    async follow(following) {
      const { signal, nextToken } = following;
      signal.throwIfAborted();
      let giveUp = () => {};
      const state = new Promise<QueryState>((resolve, reject) => {
        const ended = nextToken !== undefined;
        const one: Followed = {
          ...following,
          resolve,
          reject,
          due:
            clock.now() +
            (ended ? 0 : followed.size < FEW ? FIRST_ASKED_AFTER : ONE_OF_MANY_FIRST_ASKED_AFTER),
          interval: FIRST_ASKED_AFTER,
          asking: false,
          listed: false,
          ended,
          failures: null,
          unknown: 0,
        };
        followed.add(one);
        giveUp = () => end(one, () => reject(signal.reason));
        alarm.abort();
        void poll();
      });
      return heed(signal, giveUp, state);
    },
  };
}
