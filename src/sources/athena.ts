/**
 * Athena's tables as sources, with the network's configuration from the EC2 API of the same account and region. Those that are asked as the same
 * caller in one region share what counts their queries, so that together they keep to their part of what the account allows.
 */
import { createAthenaService } from '../backends/athena/service.ts';
import { createAthenaSource } from '../backends/athena/source.ts';
import type { AthenaSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';
import { aboutOf } from './about.ts';
import { now, sharedByCaller } from './by-caller.ts';
import { flowLogsIn } from './told-flow-logs.ts';
import { formatNamed } from './told-format.ts';

export interface AthenaContext {
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Reads a text file; rejects where there is none. */
  readonly readText: (path: string) => Promise<string>;
}

/** @throws SourceError for a format or settings of flow logs that cannot be read; AWS is asked when a question needs it. */
export async function openAthena(
  settings: readonly AthenaSettings[],
  { monotonic, readText }: AthenaContext,
): Promise<readonly Source[]> {
  const sharedBy = sharedByCaller((caller) => createAthenaService({ ...caller, monotonic }));

  async function open(one: AthenaSettings): Promise<Source> {
    const { name, kind: _kind, tags: _tags, inventory: _inventory, format, flowLogs: path, ...options } = one;
    const flowLogs = path === undefined ? undefined : await flowLogsIn(path, readText);
    const lineFormat = format === undefined ? undefined : formatNamed(format);
    const shared = sharedBy(one);
    const { engine, flowLogSettings } = createAthenaSource({
      ...options,
      flowLogs,
      role: shared.role,
      lineFormat,
      service: shared.service,
      now,
      monotonic,
    });
    return {
      name,
      about: aboutOf(one),
      flowLogSettings,
      network: shared.network,
      engine: {
        ...engine,
        async close() {
          await engine.close();
          await shared.release();
        },
      },
    };
  }

  return Promise.all(settings.map(open));
}
