/** Everything about a source of CloudWatch Logs that is not alike for all sources: its log groups, what may be asked of them, their lines, their indexes. */
import { clientSettings } from '../../../backends/ec2/aws-settings.ts';
import { loadFlowLogs } from '../../../backends/ec2/flow-logs.ts';
import { groupsWrittenTo } from '../../../backends/insights/log-groups.ts';
import { createLogsApi } from '../../../backends/insights/logs-api.ts';
import type { InsightsSettings } from '../../../config.ts';
import type { FlowLogSettings, Source } from '../../../investigation/source.ts';
import { DEFAULT_FORMAT, formatNames } from '../../../record/format.ts';
import { bounded } from '../bounded.ts';
import type { Check } from '../check.ts';
import { flowLogsChecks, unwrittenChecks } from '../flow-logs.ts';
import type { Looking } from '../looking.ts';
import { indexChecks } from './indexes.ts';
import { linesChecks } from './lines.ts';
import { logGroupChecks } from './log-groups.ts';
import { permissionChecks, type Tried, tryInsights } from './permissions.ts';

function groupsOf({ logGroups }: InsightsSettings, { flowLogs }: FlowLogSettings): readonly string[] {
  return logGroups ?? groupsWrittenTo(flowLogs ?? []);
}

/** The groups whose every flow log writes AWS's default format. */
function inDefaultFormat(groups: readonly string[], { flowLogs }: FlowLogSettings): readonly string[] {
  const isDefault = (format: readonly string[]) => format.join(' ') === formatNames(DEFAULT_FORMAT);
  return groups.filter((group) => {
    const own = (flowLogs ?? []).filter(({ destinationName }) => destinationName === group);
    return own.length > 0 && own.every(({ format }) => isDefault(format));
  });
}

export async function* insightsChecks(
  settings: InsightsSettings,
  source: Source,
  looking: Looking,
): AsyncGenerator<Check> {
  const { name, region = null } = settings;
  const about = `source ${name}`;
  const todo =
    'See that this machine reaches CloudWatch Logs and EC2 in that region; AWS_ENDPOINT_URL and proxies count.';
  const api = createLogsApi(settings);
  const sdk = await import('@aws-sdk/client-cloudwatch-logs');
  const client = new sdk.CloudWatchLogsClient(clientSettings(settings));
  const look = (who: string, of: (signal: AbortSignal) => Promise<readonly Check[]>) =>
    bounded({ about, who, todo }, looking, of);

  let told: FlowLogSettings = { flowLogs: null, notes: [] };
  let tried: Tried = { attempts: [], fields: [] };
  try {
    const ofFlowLogs = await look('EC2', async (signal) => {
      told = await source.flowLogSettings(signal);
      return flowLogsChecks(name, told, settings.flowLogs !== undefined);
    });
    const groups = groupsOf(settings, told);
    yield* await look('CloudWatch Logs', async (signal) => {
      if (settings.logGroups === undefined) return [];
      const { flowLogs } = await loadFlowLogs(settings, signal, 'cloud-watch-logs');
      const written = groupsWrittenTo(flowLogs ?? []);
      return logGroupChecks(client, settings.logGroups, { source: name, region, written }, signal);
    });
    yield* await look('CloudWatch Logs', async () => {
      tried = await tryInsights(api, groups, looking.now);
      return permissionChecks(name, tried);
    });
    yield* ofFlowLogs;
    const seen = tried.fields.map(({ group }) => group);
    yield* linesChecks(name, told.unwritten ?? [], tried.fields);
    yield* unwrittenChecks(name, told, seen);
    yield* await look('CloudWatch Logs', (signal) =>
      indexChecks(client, name, inDefaultFormat(groups, told), signal),
    );
  } finally {
    client.destroy();
    await api.close();
  }
}
