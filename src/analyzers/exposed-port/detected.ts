/** A sensitive port that answers the internet, as a detection with the rule that lets clients in. */
import { subjectWords } from '../../diagnosis/detection.ts';
import type { Exchange } from '../../diagnosis/diagnosis.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { SecurityGroupsStep } from '../../network/evaluate/step.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { evaluated, pathSteps } from '../chain.ts';
import { acceptedExchange } from '../detection/accepted-exchange.ts';
import type { Detected } from '../detection/detector.ts';
import { goesOn } from '../detection/goes-on.ts';
import { groupsOfAddress, securityGroupRules } from '../detection/look-up.ts';
import { addressSubject } from '../detection/named-subject.ts';
import { serviceClass } from '../detection/service-class.ts';
import { flowEvidence } from '../flow-evidence.ts';
import { serviceText } from '../service-text.ts';
import type { Sighting } from '../sighting.ts';
import type { Exposure } from './exposure.ts';

interface Surroundings {
  /** Between clients outside and sensitive ports; the busiest first. */
  readonly exchanges: readonly Sighting[];
  readonly network: NetworkIndex | null;
  readonly windowEnd: number;
  /** Fewer packets that answer are no exchange, unless one of them accepts a connection. */
  readonly leastPackets: number;
}

function asksOf({ address, port, protocol }: Exposure, exchanges: readonly Sighting[]) {
  return exchanges.filter(
    (one) => one.destination === address && one.dstPort === port && one.protocol === protocol,
  );
}

function answersOf({ address, port, protocol }: Exposure, exchanges: readonly Sighting[]) {
  return exchanges.filter(
    (one) => one.source === address && one.srcPort === port && one.protocol === protocol,
  );
}

function summaryOf(
  { state, clients, packets, protocol, port }: Exposure,
  subject: string,
  step: SecurityGroupsStep | undefined,
): string {
  const service = serviceText(protocol, port);
  const by = step?.allowedBy ? `; ${step.because}` : '';
  const many = `${clients.toLocaleString('en')} ${clients === 1 ? 'client' : 'clients'}`;
  return state === 'answers'
    ? `${subject} answers the internet on ${service}: ${many} outside, ${packets.toLocaleString('en')} packets back${by}`
    : `${subject} lets the internet in on ${service}, and nothing listens there now: ${many} outside got a reset${by}`;
}

/** A stranger to every rule that names its clients: addresses of the documentation (RFC 5737, RFC 3849). */
const STRANGER = { ipv4: '192.0.2.1', ipv6: '2001:db8::1' } as const;

/** Whether the security groups let in some clients and not every stranger: somebody chose who may come. */
function isLimited(exchange: Exchange, network: NetworkIndex | null): boolean {
  const address = exchange.responder.address.includes(':') ? STRANGER.ipv6 : STRANGER.ipv4;
  const asStranger = evaluated(network, {
    ...exchange,
    initiator: { address, name: null, interfaceId: null },
  });
  return (
    asStranger?.request.some((one) => one.step === 'inbound-security-groups' && one.outcome === 'deny') ??
    false
  );
}

function measuredOf({ state, clients }: Exposure): string {
  const who = clients === 1 ? 'client outside' : 'clients outside';
  if (state === 'closed') return `${who} that got a reset`;
  return `${who} that ${clients === 1 ? 'was' : 'were'} answered`;
}

function levelOf({ packets, isProven, state }: Exposure, leastPackets: number): number {
  const level = packets / leastPackets;
  return isProven && state === 'answers' ? Math.max(1, level) : level;
}

export function answeringPort(exposure: Exposure, surroundings: Surroundings): Omit<Detected, 'benign'> {
  const { exchanges, network, windowEnd, leastPackets } = surroundings;
  const { address, port, protocol, clients, packets, first, last, isProven, state } = exposure;
  const asks = asksOf(exposure, exchanges);
  const answers = answersOf(exposure, exchanges);
  const [busiest] = asks;
  const exchange =
    busiest &&
    acceptedExchange({
      ...{ port, protocol, network, client: busiest.source, server: address, at: 'server' },
      sightings: exchanges,
      roleConfidence: isProven ? 0.99 : 0.85,
    });
  const evaluation = exchange && evaluated(network, exchange);
  const step = evaluation?.request.find(
    (one): one is SecurityGroupsStep => one.step === 'inbound-security-groups' && one.outcome === 'allow',
  );
  const isOpenToAll = !exchange || !isLimited(exchange, network);
  const subject = addressSubject(address, network);
  return {
    subject,
    class: serviceClass(protocol, port),
    severity: state === 'answers' && isOpenToAll ? 'high' : 'low',
    level: levelOf(exposure, leastPackets),
    size: clients,
    measured: {
      what: measuredOf(exposure),
      value: clients,
      unit: 'count',
      normal: 0,
      basis: 'fixed: this port is for nobody outside unless it is allowed',
    },
    ...{ first, last, packets },
    unseen: [
      ...(isProven
        ? []
        : ['No TCP flags show who opened the connections; the ports do, as far as they can.']),
      ...(network === null ? ['The rules were not read, so the one that lets it in has no name here.'] : []),
    ],
    others: [...new Set(asks.map(({ source }) => source))],
    ask: `records ${address} port ${port}`,
    confidence: isProven ? 0.95 : 0.8,
    summary:
      summaryOf(exposure, subjectWords(subject), step) + (isOpenToAll ? '' : ', and not from everywhere'),
    evidence: [...asks.slice(0, 3), ...answers.slice(0, MAX_EVIDENCE - 3)]
      .sort((a, b) => a.first - b.first)
      .map(flowEvidence),
    nextCheck: step?.allowedBy
      ? securityGroupRules(step.allowedBy.groupId, step.allowedBy.ruleId)
      : groupsOfAddress(address),
    ongoing: goesOn(last, windowEnd),
    ...(exchange ? { exchange } : {}),
    ...(evaluation ? { steps: pathSteps(evaluation) } : {}),
  };
}
