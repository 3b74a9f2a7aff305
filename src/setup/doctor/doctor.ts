/** Looks at all that the bot needs to run, and tells of each as soon as it is known. It changes nothing. */
import type { Clock } from '../../backends/aws/pace.ts';
import type { Config, Environment } from '../../config.ts';
import type { Source } from '../../investigation/source.ts';
import { SourceError } from '../../query/source-error.ts';
import { bounded, type Patience } from './bounded.ts';
import { type Check, problem } from './check.ts';
import { configurationChecks } from './configuration.ts';
import { noSlackCheck } from './no-slack.ts';
import { NOT_REACHED, slackChecks } from './slack.ts';
import { sourceChecks } from './sources.ts';
import { storeCheck } from './store.ts';

const THE_STORE = {
  ...{ about: 'store', who: 'The store' },
  todo: 'See that the Postgres of DATABASE_URL is up, and that this machine reaches it.',
};
const SLACK = { about: 'Slack', who: 'Slack', todo: NOT_REACHED };

export interface DoctorParts extends Patience {
  /** That of the bot, which decides with the configuration whether it is one. */
  readonly env: Environment;
  /** @throws ConfigError */
  readonly load: (env: Environment) => Promise<Config>;
  /** In the order of the configuration. @throws SourceError */
  readonly open: (env: Environment) => Promise<readonly Source[]>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** By which what is asked is waited for. */
  readonly clock: Clock;
}

async function* allSources(
  { sources: settings, budgets }: Config,
  env: Environment,
  parts: DoctorParts,
): AsyncGenerator<Check> {
  if (settings.length === 0) return;
  let sources: readonly Source[];
  try {
    sources = await parts.open(env);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    yield problem('configuration', `Could not ${error.attempted}: ${error.happened}`, error.todo);
    return;
  }
  try {
    for (const [index, source] of sources.entries()) {
      const own = settings[index];
      const now = Math.floor(parts.now() / 1000);
      if (own) yield* sourceChecks(own, source, { ...parts, now, budgets });
    }
  } finally {
    await Promise.allSettled(sources.map(({ engine }) => engine.close()));
  }
}

/** @throws the signal's reason when it is aborted, and what is a defect */
export async function* examine(parts: DoctorParts): AsyncGenerator<Check> {
  const { checks, config, env, isWrong } = await configurationChecks(parts.load, parts.env);
  yield* checks;
  if (!config) return;
  // What was told to be wrong is not told a second time as not set.
  if (!isWrong.store) yield* await bounded(THE_STORE, parts, async () => [await storeCheck(config.store)]);
  if (!isWrong.slack)
    yield* await bounded(SLACK, parts, async () =>
      config.slack ? slackChecks(config.slack, parts.now) : [noSlackCheck(config, parts.env)],
    );
  yield* allSources(config, env, parts);
}
