/** Everything about one source: as whom it is asked, what is allowed, what its flow logs record, what a question scans, and how old its newest record is. */
import type { SourceSettings } from '../../config.ts';
import type { Source } from '../../investigation/source.ts';
import { networkStatements } from '../iam-policy/network.ts';
import { athenaChecks } from './athena/athena.ts';
import { bounded } from './bounded.ts';
import { budgetCheck } from './budget.ts';
import type { Check } from './check.ts';
import { CLOCK } from './clock.ts';
import { flowLogsChecks } from './flow-logs.ts';
import { identityCheck } from './identity.ts';
import { inRegion } from './in-region.ts';
import { insightsChecks } from './insights/insights.ts';
import type { Looking } from './looking.ts';
import { networkPermissions } from './network-permissions.ts';
import { newestCheck } from './newest.ts';

type AwsSource = Exclude<SourceSettings, { kind: 'files' }>;

async function* awsChecks(settings: AwsSource, source: Source, looking: Looking): AsyncGenerator<Check> {
  const { name } = settings;
  const todo = 'See that this machine reaches AWS in that region; AWS_ENDPOINT_URL and proxies count.';
  const looked = (who: string) => ({ about: `source ${name}`, who, todo });
  const identity = await bounded(looked('AWS STS'), looking, (signal) =>
    identityCheck(name, settings, settings.account ?? null, signal),
  );
  yield* identity;
  // Whoever is not let in is not allowed anything either.
  if (identity.some(({ about, standing }) => standing === 'problem' && about !== CLOCK)) return;
  const wanted = networkStatements(settings).flatMap(({ Action }) => Action);
  yield* await bounded(looked('EC2'), looking, (signal) =>
    networkPermissions(name, settings, wanted, signal),
  );
  if (settings.kind === 'insights') yield* insightsChecks(settings, source, looking);
  else yield* athenaChecks(settings, source, looking);
  yield* await bounded(looked('What it would scan'), looking, (signal) =>
    budgetCheck(source, looking.budgets, looking.now, signal),
  );
  yield* await bounded(looked('A query'), looking, async (signal) => [
    await newestCheck(source, looking.budgets, looking.now, signal),
  ]);
}

export async function* sourceChecks(
  settings: SourceSettings,
  source: Source,
  looking: Looking,
): AsyncGenerator<Check> {
  if (settings.kind !== 'files') {
    for await (const check of awsChecks(settings, source, looking)) yield inRegion(check, settings.region);
    return;
  }
  yield* flowLogsChecks(source.name, await source.flowLogSettings(looking.signal), true);
  yield await newestCheck(source, looking.budgets, looking.now, looking.signal);
}
