/**
 * CloudWatch Logs Insights as sources, with the network's configuration from the EC2 API of the same account and region. Those of one region,
 * profile and role share what counts their queries, so that together they keep AWS's limits, and what was read of the network.
 */
import { createInsightsService } from '../backends/insights/service.ts';
import { createInsightsSource } from '../backends/insights/source.ts';
import type { InsightsSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';
import { aboutOf } from './about.ts';
import { sharedByCaller } from './by-caller.ts';
import { flowLogsIn } from './told-flow-logs.ts';

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
  const sharedBy = sharedByCaller((caller) => createInsightsService({ ...caller, monotonic }));

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
          await shared.release();
        },
      },
    };
  }

  return Promise.all(settings.map(open));
}
