/**
 * CloudWatch Logs Insights as sources, with the network's configuration from the EC2 API of the same account and region. Those of one region,
 * profile and role share what counts their queries, so that together they keep AWS's limits, and what was read of the network.
 */
import { createInsightsService } from '../backends/insights/service.ts';
import { createInsightsSource } from '../backends/insights/source.ts';
import type { InsightsSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';
import { type AwsContext, asSource, sharedByCaller } from './by-caller.ts';
import { flowLogsIn } from './told-flow-logs.ts';

/** @throws SourceError for settings of flow logs that cannot be read; AWS is asked when a question needs it. */
export async function openInsights(
  settings: readonly InsightsSettings[],
  { monotonic, readText, clock }: AwsContext,
): Promise<readonly Source[]> {
  const sharedBy = sharedByCaller((caller) => createInsightsService({ ...caller, monotonic, clock }));

  async function open(one: InsightsSettings): Promise<Source> {
    const { name: _name, kind: _kind, inventory: _inventory, flowLogs: path, ...options } = one;
    const flowLogs = path === undefined ? undefined : await flowLogsIn(path, readText);
    const shared = sharedBy(one);
    const made = createInsightsSource({
      ...options,
      flowLogs,
      role: shared.role,
      service: shared.service,
      monotonic,
    });
    return asSource(one, made, shared);
  }

  return Promise.all(settings.map(open));
}
