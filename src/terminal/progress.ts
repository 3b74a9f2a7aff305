/** What a long question is doing, on stderr: one line that is overwritten in a terminal, a line now and then elsewhere. */
import { progressLine } from '../present/progress.ts';
import { forTerminal } from '../present/untrusted.ts';
import type { Progress } from '../query/engine.ts';
import type { Output } from './terminal.ts';

/** Answers that come within this many milliseconds need no progress. */
const QUIET = 1000;
/** Milliseconds from one look at the progress to the next: in a terminal the seconds go on, in a log every line stays. */
const LIVE = 500;
const LOGGED = 5000;
/** Narrower than any terminal that people work in, so that the line never wraps and can be erased. */
const WIDTH = 78;
const BAR = 10;
const ERASE = '\r\u001B[K';

export interface ProgressLine {
  readonly show: (progress: Progress) => void;
  /** Leaves the terminal to something else for as long as that takes. */
  readonly aside: <T>(work: () => Promise<T>) => Promise<T>;
  /** Ends it and leaves no trace in a terminal. */
  readonly stop: () => void;
}

/** @param monotonic milliseconds of a clock that only goes forward */
export function createProgressLine(output: Output, monotonic: () => number): ProgressLine {
  const began = monotonic();
  let latest: Progress | null = null;
  let written = '';
  let isAside = false;

  function write(): void {
    if (!latest || isAside) return;
    const seconds = (monotonic() - began) / 1000;
    const line = forTerminal(progressLine(latest, { seconds, barWidth: BAR })).slice(0, WIDTH);
    if (line === written) return;
    written = line;
    output.write(output.isTTY ? `${ERASE}${line}` : `${line}\n`);
  }

  function erase(): void {
    if (output.isTTY && written !== '') output.write(ERASE);
    written = '';
  }

  let ticking: ReturnType<typeof setInterval> | undefined;
  const quiet = setTimeout(() => {
    write();
    ticking = setInterval(write, output.isTTY ? LIVE : LOGGED);
  }, QUIET);
  return {
    show: (progress) => {
      latest = progress;
    },
    async aside(work) {
      isAside = true;
      erase();
      try {
        return await work();
      } finally {
        isAside = false;
      }
    },
    stop: () => {
      clearTimeout(quiet);
      clearInterval(ticking);
      erase();
    },
  };
}
