/** Looks at all that the bot needs to run, and tells of each as soon as it is known. It changes nothing. */
import type { Config } from '../../config.ts';
import type { Source } from '../../investigation/source.ts';
import { SourceError } from '../../query/source-error.ts';
import { type Check, problem } from './check.ts';
import { configurationChecks } from './configuration.ts';
import { slackChecks } from './slack.ts';
import { sourceChecks } from './sources.ts';
import { storeCheck } from './store.ts';

export interface DoctorParts {
  /** @throws ConfigError */
  readonly load: () => Promise<Config>;
  /** In the order of the configuration. @throws SourceError */
  readonly open: () => Promise<readonly Source[]>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

async function* allSources({ sources: settings }: Config, parts: DoctorParts): AsyncGenerator<Check> {
  if (settings.length === 0) return;
  let sources: readonly Source[];
  try {
    sources = await parts.open();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    yield problem('configuration', `Could not ${error.attempted}: ${error.happened}`, error.todo);
    return;
  }
  try {
    for (const [index, source] of sources.entries()) {
      const own = settings[index];
      if (own) yield* sourceChecks(own, source, Math.floor(parts.now() / 1000), parts.signal);
    }
  } finally {
    await Promise.allSettled(sources.map(({ engine }) => engine.close()));
  }
}

/** @throws the signal's reason when it is aborted, and what is a defect */
export async function* examine(parts: DoctorParts): AsyncGenerator<Check> {
  const { checks, config } = await configurationChecks(parts.load);
  yield* checks;
  if (!config) return;
  yield await storeCheck(config.store);
  yield* await slackChecks(config.slack, parts.now);
  yield* allSources(config, parts);
}
