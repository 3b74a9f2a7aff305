/** Everything about one source: as whom it is asked, what is allowed, what its flow logs record, and how old its newest record is. */
import type { SourceSettings } from '../../config.ts';
import type { Source } from '../../investigation/source.ts';
import { networkStatements } from '../iam-policy/network.ts';
import type { Check } from './check.ts';
import { flowLogsChecks } from './flow-logs.ts';
import { identityCheck } from './identity.ts';
import { newestCheck } from './newest.ts';
import { networkPermissions } from './permissions.ts';

/** @param now seconds since the epoch */
export async function* sourceChecks(
  settings: SourceSettings,
  source: Source,
  now: number,
  signal: AbortSignal,
): AsyncGenerator<Check> {
  if (settings.kind !== 'files') {
    const identity = await identityCheck(source.name, settings, settings.account ?? null);
    yield identity;
    // Whoever is not let in is not allowed anything either.
    if (identity.standing === 'problem') return;
    const wanted = networkStatements(settings).flatMap(({ Action }) => Action);
    yield* await networkPermissions(source.name, settings, wanted);
  }
  const isTold = settings.kind === 'files' || settings.flowLogs !== undefined;
  yield* flowLogsChecks(source.name, await source.flowLogSettings(signal), isTold);
  yield await newestCheck(source, now, signal);
}
