/** The command that makes a flow log. It is proposed, and run by a person. */
import { ec2Command, shellArgument } from '../../network/fix/command.ts';
import { type FlowLog, isOfTransitGateway } from '../../network/flow-log.ts';
import { recommendedLogFormat } from './recommended-format.ts';

/** Of one type. */
export interface FlowLogResources {
  readonly type: 'VPC' | 'Subnet' | 'NetworkInterface';
  readonly ids: readonly string[];
}

/** CreateFlowLogs takes 300; a command of more than these is no longer one that a person reads. */
export const MOST_IDS = 50;

/** Where no flow log shows where records go here. */
const DEFAULT_LOG_GROUP = '/vpc/flow';

/** A POSIX shell stops with the message where the variable is not set. */
const ROLE = `"\${FLOW_LOGS_ROLE:?set it to the ARN of the IAM role that lets flow logs write to CloudWatch Logs}"`;

/** Flow logs that work, by where they write; the destination that most of them share comes first. */
export function usualDestination(flowLogs: readonly FlowLog[]): FlowLog | undefined {
  const working = flowLogs.filter(
    (flowLog) =>
      flowLog.active &&
      flowLog.deliveryError === null &&
      flowLog.destinationName !== null &&
      !isOfTransitGateway(flowLog),
  );
  const uses = (of: FlowLog) =>
    working.filter(({ destinationName }) => destinationName === of.destinationName).length;
  return working.reduce<FlowLog | undefined>(
    (best, one) => (best === undefined || uses(one) > uses(best) ? one : best),
    undefined,
  );
}

function filesOption({ files }: FlowLog): readonly string[] {
  if (!files) return [];
  const { fileFormat, hivePartitions, hourly } = files;
  return [
    `--destination-options FileFormat=${fileFormat},HiveCompatiblePartitions=${hivePartitions},PerHourPartition=${hourly}`,
  ];
}

function destinationOptions(like: FlowLog | undefined): readonly string[] {
  const name = shellArgument(like?.destinationName ?? DEFAULT_LOG_GROUP);
  if (!like || like.destination === 'cloud-watch-logs') {
    const role = like?.deliveryRole === undefined ? ROLE : shellArgument(like.deliveryRole);
    return [`--log-group-name ${name}`, `--deliver-logs-permission-arn ${role}`];
  }
  const files = like.destination === 's3' ? filesOption(like) : [];
  return [`--log-destination-type ${like.destination}`, `--log-destination ${name}`, ...files];
}

/** @param like the flow log whose destination it takes; without one a log group, whose role the person names */
export function createFlowLogs({ type, ids }: FlowLogResources, like: FlowLog | undefined): string {
  return [
    ec2Command('create-flow-logs', [['resource-type', type]]),
    `--resource-ids ${ids.slice(0, MOST_IDS).map(shellArgument).join(' ')}`,
    '--traffic-type ALL',
    '--max-aggregation-interval 60',
    ...destinationOptions(like),
    `--log-format ${shellArgument(recommendedLogFormat())}`,
  ].join(' ');
}
