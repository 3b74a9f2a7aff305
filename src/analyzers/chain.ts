/** The way of a packet and its reply through the configuration, as the steps of an answer. */
import type { Exchange, PathStep } from '../diagnosis/diagnosis.ts';
import { evaluatePacket, type PacketEvaluation } from '../network/evaluate/evaluate-packet.ts';
import type { Step } from '../network/evaluate/step.ts';
import type { NetworkIndex } from '../network/find/index-network.ts';

type Traced = Pick<Exchange, 'initiator' | 'responder' | 'protocol' | 'port' | 'initiatorPorts'>;

/** Undefined where the configuration, or the protocol, is not known. */
export function evaluated(network: NetworkIndex | null, exchange: Traced): PacketEvaluation | undefined {
  const { initiator, responder, protocol, port, initiatorPorts } = exchange;
  if (!network || protocol === null) return undefined;
  const one = initiatorPorts && initiatorPorts.low === initiatorPorts.high ? initiatorPorts.low : null;
  return evaluatePacket(network, {
    packet: {
      source: initiator.address,
      destination: responder.address,
      sourcePort: one,
      destinationPort: port,
      protocol,
      icmp: null,
    },
    sourceInterfaceId: initiator.interfaceId,
    destinationInterfaceId: responder.interfaceId,
  });
}

function pathStep(leg: PathStep['leg'], step: Step): PathStep {
  const { outcome, because } = step;
  switch (step.step) {
    case 'outbound-security-groups':
    case 'inbound-security-groups':
      return {
        leg,
        kind: 'security-groups',
        direction: step.step === 'inbound-security-groups' ? 'inbound' : 'outbound',
        ids: step.groupIds,
        outcome,
        because,
      };
    case 'outbound-network-acl':
    case 'inbound-network-acl':
      return {
        leg,
        kind: 'network-acl',
        direction: step.step === 'inbound-network-acl' ? 'inbound' : 'outbound',
        ids: step.aclId === null ? [] : [step.aclId],
        outcome,
        because,
      };
    case 'route':
      return {
        leg,
        kind: 'route',
        direction: 'outbound',
        ids: step.routeTableId === null ? [] : [step.routeTableId],
        outcome,
        because,
      };
    case 'block-public-access':
      return {
        leg,
        kind: 'block-public-access',
        direction: step.opened === 'inside' ? 'outbound' : 'inbound',
        ids: step.vpcId === null ? [] : [step.vpcId],
        outcome,
        because,
      };
  }
}

export function pathSteps({ request, reply }: PacketEvaluation): readonly PathStep[] {
  return [
    ...request.map((step) => pathStep('request', step)),
    ...reply.map((step) => pathStep('reply', step)),
  ];
}
