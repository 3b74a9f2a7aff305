/** Kills a bot while it works: about a call to Slack, or at any moment of what it does. */
import type { StatefulSlack } from './stateful-slack.ts';

/** A round and what is told of it make so many calls, each of which is seen before and after it is carried out. */
const MOST_SIGHTINGS = 16;
/** What takes long is hit at any moment, and calls are short beside it: they are to be hit most often. */
const ABOUT_CALLS = 0.7;

export interface KillParts {
  readonly slack: Pick<StatefulSlack, 'watch'>;
  readonly random: () => number;
  /** Milliseconds that what it does takes, about. */
  readonly takes: number;
  /** Resolves when there is nothing left to do: then it is killed at rest. */
  readonly settled: () => Promise<unknown>;
  readonly kill: () => void;
  /** Lets it begin; where that fails it was killed before it could, and is dead already. */
  readonly begin?: () => Promise<unknown>;
}

/** Resolves when it is dead. */
export async function killAtRandom(parts: KillParts): Promise<void> {
  const { slack, random, takes, settled, kill, begin } = parts;
  const isAboutCall = random() < ABOUT_CALLS;
  let left = Math.floor(random() * MOST_SIGHTINGS);
  const after = random() * takes;
  await new Promise<void>((resolve) => {
    if (isAboutCall)
      settled().then(
        () => resolve(),
        () => resolve(),
      );
    else setTimeout(resolve, after);
    slack.watch(() => {
      left -= 1;
      if (!isAboutCall || left >= 0) return;
      kill();
      resolve();
    });
    begin?.().catch(() => resolve());
  });
  slack.watch(() => undefined);
  kill();
}
