/** What a running question is doing, shown in its message every few seconds. */
import { progressLine } from '../../present/progress.ts';
import { counted } from '../../present/quantities.ts';
import { duration } from '../../present/time.ts';
import type { Progress } from '../../query/engine.ts';
import type { Delivery } from '../delivery/outbox.ts';
import { wait } from '../wait.ts';

/** Milliseconds between two updates while one question runs. Slack takes about 50 `chat.update` a minute (tier 3) for the whole workspace. */
const INTERVAL = 2000;
/** Characters. */
const BAR = 5;

export interface ProgressParts {
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** How many questions run, this one among them: they share what Slack takes. */
  readonly sharers: () => number;
  /** How many questions come before this one. */
  readonly ahead: () => number;
  readonly show: (text: string) => Promise<Delivery<unknown>> | null;
  readonly waitFor?: typeof wait | undefined;
}

export interface ProgressShow {
  readonly note: (progress: Progress) => void;
  /** From now on nothing more is shown. */
  readonly stop: () => void;
}

export function progressText(latest: Progress | null, ahead: number, seconds: number): string {
  if (ahead > 0) return `waiting behind ${counted(ahead, 'other question')} · ${duration(seconds)}`;
  return progressLine(latest ?? { text: 'running' }, { seconds, barWidth: BAR });
}

export function showProgress({
  monotonic,
  sharers,
  ahead,
  show,
  waitFor = wait,
}: ProgressParts): ProgressShow {
  const began = monotonic();
  const stopped = new AbortController();
  let latest: Progress | null = null;

  async function run(): Promise<void> {
    let pause = 0;
    while (!stopped.signal.aborted) {
      await waitFor(Math.max(INTERVAL * Math.max(1, sharers()), pause), stopped.signal);
      if (stopped.signal.aborted) return;
      const delivery = await show(progressText(latest, ahead(), (monotonic() - began) / 1000));
      const isLimited = delivery !== null && !delivery.ok && delivery.failure.kind === 'rate-limited';
      pause = isLimited ? delivery.failure.seconds * 1000 : 0;
    }
  }

  void run();
  return {
    note: (progress) => {
      latest = progress;
    },
    stop: () => stopped.abort(),
  };
}
