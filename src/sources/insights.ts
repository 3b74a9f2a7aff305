/**
 * CloudWatch Logs Insights as sources, with the network's configuration from the EC2 API of the same account and region. Those of one region,
 * profile and role share what counts their queries, so that together they keep AWS's limits, and what was read of the network.
 */
import { createEc2Network, type Ec2Network } from '../backends/ec2/network.ts';
import { createInsightsService, type InsightsService } from '../backends/insights/service.ts';
import { createInsightsSource } from '../backends/insights/source.ts';
import type { InsightsSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';
import { aboutOf } from './about.ts';
import { flowLogsIn } from './told-flow-logs.ts';

interface Shared {
  readonly service: InsightsService;
  readonly network: Ec2Network;
  /** One object for all of them, by which their clients share its credentials. */
  readonly role: InsightsSettings['role'];
  /** Sources that are still open. */
  users: number;
}

/** When rules are read is a fact of the clock, whatever time a question is asked for. Seconds since the epoch. */
function now(): number {
  return Math.floor(Date.now() / 1000);
}

export interface InsightsContext {
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Reads a text file; rejects where there is none. */
  readonly readText: (path: string) => Promise<string>;
}

/** @throws SourceError for settings of flow logs that cannot be read; AWS is asked when a question needs it. */
export async function openInsights(
  settings: readonly InsightsSettings[],
  { monotonic, readText }: InsightsContext,
): Promise<readonly Source[]> {
  const byAccount = new Map<string, Shared>();

  function sharedBy({ region, profile, role }: InsightsSettings): Shared {
    const key = JSON.stringify([region, profile, role]);
    const known = byAccount.get(key);
    if (known) {
      known.users += 1;
      return known;
    }
    const shared = {
      role,
      service: createInsightsService({ region, profile, role, monotonic }),
      network: createEc2Network({ region, profile, role, now }),
      users: 1,
    };
    byAccount.set(key, shared);
    return shared;
  }

  async function open(one: InsightsSettings): Promise<Source> {
    const { name, kind: _kind, inventory: _inventory, flowLogs: path, ...options } = one;
    const flowLogs = path === undefined ? undefined : await flowLogsIn(path, readText);
    const shared = sharedBy(one);
    const { engine, flowLogSettings } = createInsightsSource({
      ...options,
      flowLogs,
      role: shared.role,
      service: shared.service,
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
