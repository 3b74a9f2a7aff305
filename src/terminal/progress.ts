/** What a long question is doing, on stderr: one line that is overwritten in a terminal, plain lines elsewhere. */
import { forTerminal } from '../present/untrusted.ts';
import type { Progress } from '../query/engine.ts';
import type { Output } from './terminal.ts';

/** Answers that come within this many milliseconds need no progress. */
const QUIET = 1000;
/** Narrower than any terminal that people work in, so that the line never wraps and can be erased. */
const WIDTH = 78;
const ERASE = '\r\u001B[K';

export interface ProgressLine {
  readonly show: (progress: Progress) => void;
  /** Ends it and leaves no trace in a terminal. */
  readonly stop: () => void;
}

export function progressLine(output: Output): ProgressLine {
  let latest = '';
  let written = '';
  let quiet = true;
  const write = () => {
    if (quiet || latest === written) return;
    written = latest;
    output.write(output.isTTY ? `${ERASE}${latest}` : `${latest}\n`);
  };
  const timer = setTimeout(() => {
    quiet = false;
    write();
  }, QUIET);
  return {
    show: ({ text }) => {
      latest = forTerminal(text).slice(0, WIDTH);
      write();
    },
    stop: () => {
      clearTimeout(timer);
      if (output.isTTY && written !== '') output.write(ERASE);
    },
  };
}
