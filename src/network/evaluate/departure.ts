/** A packet on its way out of an interface: through its security groups and its subnet's edge, and through the gateway that its route names. */
import type { NetworkIndex } from '../find/index-network.ts';
import type { NetworkInterface } from '../network-interface.ts';
import { evaluateAtInterface } from './at-interface.ts';
import { type NatPassage, throughNat } from './nat.ts';
import { neverFiltered } from './never-filtered.ts';
import type { Packet } from './packet.ts';
import { evaluatePublicAccess } from './public-access.ts';
import { evaluateRoute } from './route.ts';
import type { Step } from './step.ts';
import { transitSteps } from './transit.ts';
import { isInSubnetOf } from './way.ts';

export interface Departure {
  readonly steps: readonly Step[];
  /** As the far end sees it, as gateways put in another source; null where that source is not known. */
  readonly packet: Packet | null;
  readonly nat: NatPassage | null;
  /** Its route may not be the one, for what was not read: what lies behind it says nothing for certain then. */
  readonly doubtful: boolean;
  /** What it passes that is not in the configuration, in words; null where there is nothing. */
  readonly gap: string | null;
}

/** Whether a packet stays in the subnet or goes to what AWS keeps beside it, so that no route is looked up. */
export function needsNoRoute(index: NetworkIndex, of: NetworkInterface, packet: Packet): boolean {
  return (
    isInSubnetOf(index, of, packet.destination) === true ||
    neverFiltered(index, packet, of.vpcId) !== undefined
  );
}

function onward(index: NetworkIndex, of: NetworkInterface, packet: Packet): Omit<Departure, 'doubtful'> {
  const { subnetId, vpcId } = of;
  const route = evaluateRoute(index, { subnetId, packet, from: of });
  const unchanged = { packet, nat: null, gap: null };
  const { target } = route;
  if (target === null || route.outcome === 'deny') return { steps: [route], ...unchanged };
  const access = { packet, subnetId, vpcId, opened: 'inside' } as const;
  switch (target.kind) {
    case 'internet-gateway': {
      const shown = of.ipv4.find(({ address }) => address === packet.source)?.publicAddress;
      return {
        steps: [route, evaluatePublicAccess(index, { ...access, egressOnly: false })],
        ...unchanged,
        packet: { ...packet, source: shown ?? packet.source },
      };
    }
    case 'egress-only-internet-gateway':
      return { steps: [route, evaluatePublicAccess(index, { ...access, egressOnly: true })], ...unchanged };
    case 'nat-gateway': {
      const nat = throughNat(index, of, target.id, packet);
      if (nat) return { steps: [route, ...nat.steps], packet: nat.translated, nat, gap: null };
      // A regional NAT gateway is in no subnet, so that nothing stands before it.
      const isRegional = index.natGateways.get(target.id)?.subnetId === null;
      const gap = `the network interface of ${target.id} is not in the configuration, so what stands before it is not known`;
      return { steps: [route], packet: null, nat: null, gap: isRegional ? null : gap };
    }
    case 'transit-gateway':
      return { steps: [route, ...transitSteps(index, of, 'gateway', packet)], ...unchanged };
    default:
      return { steps: [route], ...unchanged };
  }
}

/** The steps behind a departure. */
export function behind({ doubtful }: Pick<Departure, 'doubtful'>, steps: readonly Step[]): readonly Step[] {
  if (!doubtful) return steps;
  return steps.map((step) =>
    step.outcome === 'deny' || step.outcome === 'partly'
      ? { ...step, outcome: 'unknown', because: `${step.because}, if the packet goes that way` }
      : step,
  );
}

/** @param packet with the interface's own address as its source */
export function departureFrom(index: NetworkIndex, of: NetworkInterface, packet: Packet): Departure {
  const leaving = evaluateAtInterface(index, { of, direction: 'outbound', packet, isReply: false });
  if (needsNoRoute(index, of, packet))
    return { steps: leaving, packet, nat: null, doubtful: false, gap: null };
  const beyond = onward(index, of, packet);
  const [route, ...further] = beyond.steps;
  const doubtful = route?.step === 'route' && route.alternative !== null;
  const steps = [...leaving, ...(route ? [route] : []), ...behind({ doubtful }, further)];
  return { ...beyond, doubtful, steps };
}
