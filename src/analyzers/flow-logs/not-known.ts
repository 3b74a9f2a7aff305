/** `coverage` where it cannot be told who is covered: the settings of the flow logs, or the network's interfaces, were not read. */
import type { Listing } from '../../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import type { FlowLog } from '../../network/flow-log.ts';
import type { NetworkInterface } from '../../network/network-interface.ts';
import type { Subject } from '../../query/request.ts';
import type { Conclusion } from '../analyzer.ts';
import { subjectText } from '../subject.ts';
import { COVERAGE_COLUMNS, coverageText, flowLogCells } from './coverage-listing.ts';
import { counted, interfaceText, levelOf, listed } from './phrases.ts';
import type { Standing } from './standing.ts';

const FLOW_LOGS_WANTED =
  'Give the settings of the flow logs with --flow-logs (a file of what `aws ec2 describe-flow-logs` printed), or let the source ask EC2: the permission is ec2:DescribeFlowLogs.';
const NETWORK_WANTED =
  'Give the network’s configuration with --inventory (a directory of what `aws ec2 describe-network-interfaces`, `describe-subnets` and `describe-vpcs` printed), or let the source ask EC2: the permissions are ec2:DescribeNetworkInterfaces, ec2:DescribeSubnets and ec2:DescribeVpcs.';

const SHOWN = 20;

/** The interfaces that left any record in the window: whatever the settings say, a flow log covers those. */
export type Wrote = ReadonlySet<string>;

function conclusion(summary: string, nextCheck: string, rows: Listing['rows']): Conclusion {
  return {
    findings: [{ verdict: 'listing', confidence: 0.6, summary, blocker: null, evidence: [], nextCheck }],
    listing: { columns: COVERAGE_COLUMNS, rows },
  };
}

function recorded(count: number): string {
  return `${counted(count, 'network interface')} wrote records in this window`;
}

/** Nothing was given: all that is known is who wrote. */
export function nothingKnown(wrote: Wrote, about: string): Conclusion {
  const rows = [...wrote]
    .slice(0, SHOWN)
    .map((id) => ({ where: id, coverage: 'wrote records', interfaces: 1 }));
  return conclusion(
    `Which flow logs cover ${about} is not known, because neither the settings of the flow logs nor the network’s configuration were read; ${recorded(wrote.size)}${wrote.size === 0 ? '' : ', so a flow log covers those'}`,
    `${FLOW_LOGS_WANTED} ${NETWORK_WANTED}`,
    rows,
  );
}

/** The interfaces are known and the flow logs are not: those that wrote are covered, of the others it cannot be told. */
export function flowLogsNotKnown(
  index: NetworkIndex,
  interfaces: readonly NetworkInterface[],
  wrote: Wrote,
): Conclusion {
  const silent = interfaces.filter(({ id }) => !wrote.has(id));
  const seen = interfaces.length - silent.length;
  const rest =
    silent.length === 0
      ? 'so a flow log covers each of them'
      : `so a flow log covers those; whether one covers the other${silent.length === 1 ? '' : ` ${silent.length}`} is not known, because the settings of the flow logs were not read`;
  return conclusion(
    `${seen} of ${counted(interfaces.length, 'network interface')} wrote records in this window, ${rest}`,
    FLOW_LOGS_WANTED,
    [
      ...silent.slice(0, SHOWN).map((of) => ({
        where: interfaceText(index, of),
        coverage: 'not known: no records',
        interfaces: 1,
        silent: 1,
      })),
      ...(seen === 0
        ? []
        : [{ where: 'those that wrote', coverage: 'wrote records', interfaces: seen, silent: 0 }]),
    ],
  );
}

/** Of a flow log alone. */
function standingOf({ active, deliveryError, keeps }: FlowLog): Standing {
  if (!active) return 'inactive';
  if (deliveryError !== null) return 'failing';
  return keeps === 'ALL' ? 'logged' : 'one-action';
}

/** What is certain of the subject even so. */
function certainOf(subject: Subject, flowLogs: readonly FlowLog[], wrote: Wrote): string {
  const id = 'id' in subject ? subject.id : '';
  const own = flowLogs.filter(({ resourceId, active }) => active && resourceId === id);
  if (own.length > 0) return `${listed(own.map(({ flowLogId }) => flowLogId))} is attached to ${id} itself`;
  return wrote.has(id) ? `${id} wrote records in this window, so one does` : recorded(wrote.size);
}

/** The flow logs are known and the interfaces are not: a row for each flow log. */
export function networkNotKnown(
  flowLogs: readonly FlowLog[],
  wrote: Wrote,
  subject: Subject | undefined,
): Conclusion {
  const rows = flowLogs.slice(0, SHOWN).map((flowLog) => ({
    where: flowLog.resourceId,
    coverage: coverageText({ standing: standingOf(flowLog), flowLogs: [flowLog] }),
    ...flowLogCells([flowLog]),
  }));
  const attached = flowLogs.map(
    (flowLog) => `${flowLog.flowLogId} (${levelOf(flowLog)} ${flowLog.resourceId})`,
  );
  const logs =
    flowLogs.length === 0
      ? 'There is no flow log'
      : `${counted(flowLogs.length, 'flow log')}: ${listed(attached)}`;
  const open = subject
    ? `which of them cover ${subjectText(subject)}`
    : 'which network interfaces are covered';
  const certain = subject ? certainOf(subject, flowLogs, wrote) : recorded(wrote.size);
  return conclusion(
    `${logs}; ${open} is not known, because the network’s configuration was not read; ${certain}`,
    NETWORK_WANTED,
    rows,
  );
}
