/**
 * Athena's tables as sources, with the network's configuration from the EC2 API of the same account and region. Those that are asked as the same
 * caller in one region share what counts their queries, so that together they keep to their part of what the account allows.
 */
import { type AthenaService, createAthenaService } from '../backends/athena/service.ts';
import { createAthenaSource } from '../backends/athena/source.ts';
import { createEc2Network, type Ec2Network } from '../backends/ec2/network.ts';
import type { AthenaSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';
import { aboutOf } from './about.ts';
import { flowLogsIn } from './told-flow-logs.ts';
import { formatNamed } from './told-format.ts';

interface Shared {
  readonly service: AthenaService;
  readonly network: Ec2Network;
  /** One object for all of them, by which their clients share its credentials. */
  readonly role: AthenaSettings['role'];
  /** Sources that are still open. */
  users: number;
}

/** When rules are read, and when records have been delivered, is a fact of the clock, whatever time a question is asked for. Seconds since the epoch. */
function now(): number {
  return Math.floor(Date.now() / 1000);
}

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
  const byCaller = new Map<string, Shared>();

  function sharedBy({ region, profile, role }: AthenaSettings): Shared {
    const caller = { region, profile, role };
    const key = JSON.stringify(caller);
    const known = byCaller.get(key);
    if (known) {
      known.users += 1;
      return known;
    }
    const shared = {
      role,
      service: createAthenaService({ ...caller, monotonic }),
      network: createEc2Network({ ...caller, now }),
      users: 1,
    };
    byCaller.set(key, shared);
    return shared;
  }

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
          shared.users -= 1;
          if (shared.users === 0) await shared.service.close();
        },
      },
    };
  }

  return Promise.all(settings.map(open));
}
