/**
 * The network's configuration from the EC2 API, as far as a question needs it. Nothing lists an account: every call names what it is about,
 * and what cannot matter is not asked. What may not be read is a note, because answers are possible without it.
 */
import type { Network } from '../../network/network.ts';
import type { AwsSettings } from './aws-settings.ts';
import { createEc2Api } from './network/ec2-api.ts';
import { Question } from './network/question.ts';
import { readWanted } from './network/read-wanted.ts';
import { SharedParts } from './network/shared-parts.ts';
import type { NetworkWanted } from './network/wanted.ts';

export interface Ec2NetworkOptions extends AwsSettings {
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** For so many seconds what was read is taken to hold; 300 where it is left out. */
  readonly maxAgeSeconds?: number | undefined;
}

interface NetworkReading {
  /** The same object as before where nothing was added. */
  readonly network: Network;
  /** When its oldest part was read, seconds since the epoch; null where nothing was. */
  readonly readAt: number | null;
  /** Requests that the question took so far: readings of one signal and the same subjects are of one question. */
  readonly calls: number;
  readonly notes: readonly string[];
  /** A call failed, so that what is not in the network may be there all the same. */
  readonly failed?: true;
  /** By the id of each network interface that was asked for and is not there: the sentence of the notes that says so. */
  readonly gone: Readonly<Record<string, string>>;
}

/** Reads what is not known yet. @throws only the signal's reason, when it is aborted */
export type Ec2Network = (wanted: NetworkWanted, signal: AbortSignal) => Promise<NetworkReading>;

const MAX_AGE_SECONDS = 300;

interface Running {
  readonly question: Question;
  /** When it began, seconds since the epoch. */
  readonly readAt: number;
  /** The reading that runs, or ran last: one waits for the other. */
  last: Promise<unknown>;
}

async function read(question: Question, wanted: NetworkWanted, signal: AbortSignal): Promise<NetworkReading> {
  signal.throwIfAborted();
  question.begin();
  await readWanted(question, wanted);
  const { network, readAt, calls, notes, gone, isWhole } = question;
  return { network, readAt, calls, notes, gone, ...(isWhole ? {} : { failed: true }) };
}

export function createEc2Network(options: Ec2NetworkOptions): Ec2Network {
  const { now, maxAgeSeconds = MAX_AGE_SECONDS, ...settings } = options;
  const shared = new SharedParts({ api: createEc2Api(settings), now, maxAge: maxAgeSeconds });
  const bySignal = new WeakMap<AbortSignal, Map<string, Running>>();

  /** Readings of the same subjects with the same signal are of one question, unless it began too long ago. */
  function runningFor({ subjects }: NetworkWanted, signal: AbortSignal): Running {
    const running = bySignal.get(signal) ?? new Map<string, Running>();
    bySignal.set(signal, running);
    for (const [key, one] of running) if (!shared.isFresh(one)) running.delete(key);
    const key = JSON.stringify(subjects);
    const known = running.get(key);
    if (known) return known;
    const begun = { question: new Question(shared, signal), readAt: now(), last: Promise.resolve() };
    running.set(key, begun);
    return begun;
  }

  return (wanted, signal) => {
    const running = runningFor(wanted, signal);
    const next = () => read(running.question, wanted, signal);
    const reading = running.last.then(next, next);
    running.last = reading;
    return reading;
  };
}
