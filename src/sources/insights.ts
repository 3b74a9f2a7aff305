/** CloudWatch Logs Insights as sources. Those of one region and profile share what counts their queries, so that together they keep AWS's limits. */
import { createInsightsService, type InsightsService } from '../backends/insights/service.ts';
import { createInsightsSource } from '../backends/insights/source.ts';
import type { InsightsSettings } from '../config.ts';
import type { Source } from '../investigation/source.ts';

interface Shared {
  readonly service: InsightsService;
  /** Sources that are still open. */
  users: number;
}

export function openInsights(
  settings: readonly InsightsSettings[],
  { monotonic }: { readonly monotonic: () => number },
): readonly Source[] {
  const byAccount = new Map<string, Shared>();

  function sharedBy({ region, profile }: InsightsSettings): Shared {
    const key = JSON.stringify([region, profile]);
    const known = byAccount.get(key);
    if (known) {
      known.users += 1;
      return known;
    }
    const shared = { service: createInsightsService({ region, profile, monotonic }), users: 1 };
    byAccount.set(key, shared);
    return shared;
  }

  return settings.map((one) => {
    const { name, kind: _kind, inventory: _inventory, ...options } = one;
    const shared = sharedBy(one);
    const { engine, flowLogSettings } = createInsightsSource({
      ...options,
      service: shared.service,
      monotonic,
    });
    return {
      name,
      flowLogSettings,
      engine: {
        ...engine,
        async close() {
          await engine.close();
          shared.users -= 1;
          if (shared.users === 0) await shared.service.close();
        },
      },
    };
  });
}
