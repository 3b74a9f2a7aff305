/** How far several sources are with a question: how many have answered, and what the one that spoke last is doing. */

import type { Progress } from '../../query/engine.ts';
import { sumOfKnown } from '../../query/sums.ts';

interface State {
  /** Queries that run. */
  running: number;
  progress: Progress | undefined;
}

export interface SharedProgress {
  begin(source: string): void;
  end(source: string): void;
  /** What a source says of itself, and all of them together. */
  note(source: string, progress: Progress): Progress;
}

export function createSharedProgress(sources: readonly string[]): SharedProgress {
  const states = new Map<string, State>(sources.map((name) => [name, { running: 0, progress: undefined }]));

  function isDone({ running, progress }: State): boolean {
    return running === 0 && progress !== undefined;
  }

  /** Undefined where one that runs cannot tell. */
  function doneInAll(): number | undefined {
    const shares = [...states.values()].map((state) => (isDone(state) ? 1 : state.progress?.done));
    return shares.every((share) => share !== undefined)
      ? shares.reduce((total, share) => total + share, 0) / states.size
      : undefined;
  }

  return {
    begin(source) {
      const state = states.get(source);
      if (state) state.running += 1;
    },
    end(source) {
      const state = states.get(source);
      if (!state) return;
      state.running -= 1;
      state.progress ??= { text: 'answered' };
    },
    note(source, progress) {
      const state = states.get(source);
      if (state) state.progress = progress;
      const all = [...states.values()];
      const answered = all.filter(isDone).length;
      const recordsScanned = sumOfKnown(all.map((one) => one.progress?.recordsScanned));
      const bytesScanned = sumOfKnown(all.map((one) => one.progress?.bytesScanned));
      const done = doneInAll();
      return {
        text: `${answered} of ${states.size} sources answered · ${source}: ${progress.text}`,
        ...(recordsScanned === undefined ? {} : { recordsScanned }),
        ...(bytesScanned === undefined ? {} : { bytesScanned }),
        ...(done === undefined ? {} : { done }),
        ...(progress.ahead === undefined ? {} : { ahead: progress.ahead }),
        ...(progress.trouble === undefined ? {} : { trouble: `${source}: ${progress.trouble}` }),
      };
    },
  };
}
