/** A source of flow log records in CloudWatch Logs: its engine, and the settings of the flow logs that write there. */
import type { FlowLog } from '../../network/flow-log.ts';
import type { Engine } from '../../query/engine.ts';
import type { Clock } from '../aws/pace.ts';
import { createShared } from '../aws/shared.ts';
import type { AwsSettings } from '../ec2/aws-settings.ts';
import { type LoadedFlowLogs, loadFlowLogs } from '../ec2/flow-logs.ts';
import { discoveredFields } from './discovered.ts';
import { createInsightsEngine } from './engine.ts';
import { logGroupsOf, settingsOf } from './log-groups.ts';
import { createInsightsService, type InsightsService } from './service.ts';

/** Flow logs cannot be changed, only made and deleted; a missing permission may be granted while somebody waits. Milliseconds. */
const KNOWN_FOR = 10 * 60_000;
const UNKNOWN_FOR = 30_000;

export interface InsightsOptions extends AwsSettings {
  /** Names, or ARNs for groups of other accounts. Without them, the groups that the flow logs of the account write to. */
  readonly logGroups?: readonly string[] | undefined;
  /** Instead of what DescribeFlowLogs says. */
  readonly flowLogs?: readonly FlowLog[] | undefined;
  /** A query that has scanned more is stopped. Without it, there is no limit. */
  readonly maxBytesPerQuery?: number | undefined;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Shared by sources with the same region and profile; closing the source does not close it. Without it, the source has its own. */
  readonly service?: InsightsService | undefined;
  /** For tests: a clock that does not wait. */
  readonly clock?: Clock | undefined;
  /** A number from 0 up to 1, for waits that differ. */
  readonly random?: (() => number) | undefined;
}

export interface InsightsSource {
  readonly engine: Engine;
  /** Never rejects for a missing permission: that is a note. */
  flowLogSettings(signal: AbortSignal): Promise<LoadedFlowLogs>;
}

export function createInsightsSource(options: InsightsOptions): InsightsSource {
  const { logGroups, maxBytesPerQuery = null, monotonic } = options;
  const service = options.service ?? createInsightsService(options);
  const settings = createShared(
    async (signal) =>
      options.flowLogs
        ? { flowLogs: options.flowLogs, notes: [] }
        : loadFlowLogs(options, signal, 'cloud-watch-logs'),
    ({ flowLogs }) => (flowLogs ? KNOWN_FOR : UNKNOWN_FOR),
    monotonic,
  );
  const groups = createShared(
    async (signal) => {
      const found = logGroupsOf(logGroups, await settings.load(signal));
      const discovered = await discoveredFields(service.fieldsOf, found.names, found.formats);
      return { ...found, discovered };
    },
    ({ notes }) => (notes.length === 0 ? KNOWN_FOR : UNKNOWN_FOR),
    monotonic,
  );

  return {
    engine: createInsightsEngine({
      service,
      logGroups: groups.load,
      maxBytesPerQuery,
      monotonic,
      async close() {
        groups.close();
        settings.close();
        if (!options.service) await service.close();
      },
    }),
    flowLogSettings: async (signal) => settingsOf(logGroups, await settings.load(signal)),
  };
}
