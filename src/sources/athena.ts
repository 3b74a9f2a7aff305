/**
 * Athena's tables as sources, with the network's configuration from the EC2 API of the same account and region. Those that are asked as the same
 * caller in one region share what counts their queries, so that together they keep to their part of what the account allows.
 */
import { createAthenaService } from '../backends/athena/service.ts';
import { createAthenaSource } from '../backends/athena/source.ts';
import type { AthenaSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';
import { type AwsContext, asSource, now, sharedByCaller } from './by-caller.ts';
import { flowLogsIn } from './told-flow-logs.ts';
import { formatNamed } from './told-format.ts';

/** @throws SourceError for a format or settings of flow logs that cannot be read; AWS is asked when a question needs it. */
export async function openAthena(
  settings: readonly AthenaSettings[],
  { monotonic, readText, clock }: AwsContext,
): Promise<readonly Source[]> {
  const sharedBy = sharedByCaller((caller) => createAthenaService({ ...caller, monotonic, clock }));

  async function open(one: AthenaSettings): Promise<Source> {
    const {
      name: _name,
      kind: _kind,
      tags: _tags,
      inventory: _inventory,
      format,
      flowLogs: path,
      ...options
    } = one;
    const flowLogs = path === undefined ? undefined : await flowLogsIn(path, readText);
    const lineFormat = format === undefined ? undefined : formatNamed(format);
    const shared = sharedBy(one);
    const made = createAthenaSource({
      ...options,
      flowLogs,
      role: shared.role,
      lineFormat,
      service: shared.service,
      now,
      monotonic,
    });
    return asSource(one, made, shared);
  }

  return Promise.all(settings.map(open));
}
