/** Flow logs as `aws ec2 describe-flow-logs` prints them and the EC2 API answers them: the same Pascal-case shape. */
import { z } from 'zod';
import { DEFAULT_FORMAT, formatNames, TRANSIT_GATEWAY_DEFAULT_FORMAT } from '../record/format.ts';
import { type FlowLog, type FlowLogFiles, isOfTransitGateway } from './flow-log.ts';

/** Why a text is not what `aws ec2 describe-flow-logs` prints. */
export interface FlowLogsProblem {
  /** A sentence. */
  readonly problem: string;
}

/** CreateFlowLogs, MaxAggregationInterval: "The default is 600". */
const DEFAULT_AGGREGATION_INTERVAL = 600;

const text = z.string().optional().catch(undefined);

const Files = z
  .object({
    FileFormat: z.enum(['plain-text', 'parquet']).catch('plain-text'),
    HiveCompatiblePartitions: z.boolean().catch(false),
    PerHourPartition: z.boolean().catch(false),
  })
  .transform(
    (given): FlowLogFiles => ({
      fileFormat: given.FileFormat,
      hivePartitions: given.HiveCompatiblePartitions,
      hourly: given.PerHourPartition,
    }),
  )
  .optional()
  .catch(undefined);

/** Only what is used; transit gateways' flow logs have no TrafficType, as they keep everything. */
const DescribedFlowLog = z
  .object({
    FlowLogId: z.string(),
    ResourceId: text,
    TrafficType: z.enum(['ALL', 'ACCEPT', 'REJECT']).catch('ALL'),
    LogFormat: text,
    MaxAggregationInterval: z.number().catch(DEFAULT_AGGREGATION_INTERVAL),
    LogDestinationType: z.enum(['cloud-watch-logs', 's3', 'kinesis-data-firehose']).catch('cloud-watch-logs'),
    LogDestination: text,
    LogGroupName: text,
    DeliverLogsPermissionArn: text,
    DestinationOptions: Files,
    DeliverLogsErrorMessage: text,
    DeliverLogsStatus: text,
    FlowLogStatus: text,
    /** The CLI prints ISO 8601, the SDK gives a Date. */
    CreationTime: z.coerce.date().optional().catch(undefined),
  })
  .transform(
    (described): FlowLog => ({
      flowLogId: described.FlowLogId,
      resourceId: described.ResourceId ?? '',
      keeps: described.TrafficType,
      format: formatOf(described.LogFormat, described.ResourceId ?? ''),
      aggregationInterval: described.MaxAggregationInterval,
      destination: described.LogDestinationType,
      destinationName: described.LogGroupName ?? logGroupOf(described.LogDestination),
      ...(described.DeliverLogsPermissionArn === undefined
        ? {}
        : { deliveryRole: described.DeliverLogsPermissionArn }),
      ...(described.DestinationOptions === undefined ? {} : { files: described.DestinationOptions }),
      deliveryError:
        described.DeliverLogsErrorMessage ??
        (described.DeliverLogsStatus === 'FAILED' ? 'Unknown error' : null),
      active: (described.FlowLogStatus ?? 'ACTIVE') === 'ACTIVE',
      ...(described.CreationTime === undefined
        ? {}
        : { createdAt: Math.floor(described.CreationTime.getTime() / 1000) }),
    }),
  );

const Described = z.object({ FlowLogs: z.array(DescribedFlowLog) });

const LOG_GROUP_ARN = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/;

/** The log group's name where the destination is the ARN of one; any other destination stands as it is. */
function logGroupOf(destination: string | undefined): string | null {
  if (destination === undefined) return null;
  return LOG_GROUP_ARN.exec(destination)?.[1] ?? destination;
}

/** The names in `${version} ${account-id} …`; a flow log without `LogFormat` writes AWS's default format of its kind. */
function formatOf(logFormat: string | undefined, resourceId: string): readonly string[] {
  const names = [...(logFormat ?? '').matchAll(/\$\{([^{}]+)\}/g)].flatMap(([, name]) => name ?? []);
  const byDefault = isOfTransitGateway({ resourceId }) ? TRANSIT_GATEWAY_DEFAULT_FORMAT : DEFAULT_FORMAT;
  return names.length > 0 ? names : formatNames(byDefault).split(' ');
}

function wrong(found: string): FlowLogsProblem {
  return { problem: `This is not what \`aws ec2 describe-flow-logs\` prints: ${found}.` };
}

function parsed(json: string): { readonly value: unknown } | FlowLogsProblem {
  try {
    return { value: JSON.parse(json) };
  } catch (error) {
    return wrong(`it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

export function isFlowLogsProblem(read: readonly FlowLog[] | FlowLogsProblem): read is FlowLogsProblem {
  return 'problem' in read;
}

/**
 * @param printed the text that the AWS CLI printed, or its parsed value, or a response of the SDK
 * @returns the flow logs in their order, or what is wrong with the text
 */
export function readFlowLogs(printed: unknown): readonly FlowLog[] | FlowLogsProblem {
  const json = typeof printed === 'string' ? parsed(printed) : { value: printed };
  if ('problem' in json) return json;
  const described = Described.safeParse(json.value);
  if (described.success) return described.data.FlowLogs;
  const [issue] = described.error.issues;
  const place = issue?.path.join('.') ?? '';
  return wrong(
    place === '' || place === 'FlowLogs'
      ? 'it has no list "FlowLogs"'
      : `"${place}" is missing or of another kind`,
  );
}
