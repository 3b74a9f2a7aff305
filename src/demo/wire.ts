/** Carries packets across the demo's VPC: past each network interface on their way, as far as policy lets them. */
import { type Capture, type Sight, TRAFFIC_PATH } from './capture.ts';
import type { Endpoint, Flow, Packets } from './packets.ts';
import type { Policy } from './policy.ts';
import { hash } from './random.ts';
import { HOSTS, type Host, hostAt } from './topology.ts';

/** Sends packets of a flow; true when they arrive. */
export type Send = (packets: Packets) => boolean;

/** Makes ready to send packets of a flow. */
export type Wire = (flow: Flow) => Send;

export function wire(policy: Policy, capture: Capture): Wire {
  return (flow) => {
    const hops = hopsOf(flow).map((sight) => ({ ...sight, record: capture.watch(sight) }));
    return (packets) =>
      hops.every(({ host, way, record }) => {
        const action = policy(flow, packets, host, way);
        record(packets, action);
        return action === 'ACCEPT';
      });
  };
}

function hopsOf(flow: Flow): readonly Sight[] {
  const source = hostAt(flow.from.address);
  const destination = hostAt(flow.to.address);
  if (source && !destination && !source.subnet.public) return outThroughNat(source, flow);
  if (destination && !source && !destination.subnet.public) return backThroughNat(destination, flow);
  return [
    ...(source ? [leaving(source, flow, destination ? TRAFFIC_PATH.vpc : TRAFFIC_PATH.internet)] : []),
    ...(destination ? [entering(destination, flow)] : []),
  ];
}

function leaving(host: Host, flow: Flow, path: number, packet = flow): Sight {
  return { host, way: 'out', flow, packet, path };
}

function entering(host: Host, flow: Flow, packet = flow): Sight {
  return { host, way: 'in', flow, packet, path: null };
}

const NAT = HOSTS.natGateway;

/** The gateway's port for a connection of a host behind it. NAT gateways take 1024–65535. */
function natPort({ address, port }: Endpoint): number {
  return 1024 + (hash(`${address}:${port}`) % 64_512);
}

/**
 * At the gateway's own interface the addresses of a record are the gateway's, and the packet's real ends are in pkt-srcaddr and
 * pkt-dstaddr (VPC User Guide, "Flow log record examples", traffic through a NAT gateway).
 */
function outThroughNat(host: Host, flow: Flow): readonly Sight[] {
  const { from, to } = flow;
  const translated = { ...flow, from: { address: NAT.address, port: natPort(from) } };
  return [
    leaving(host, flow, TRAFFIC_PATH.vpc),
    entering(NAT, { ...flow, to: { ...to, address: NAT.address } }, flow),
    leaving(NAT, translated, TRAFFIC_PATH.internet),
  ];
}

function backThroughNat(host: Host, flow: Flow): readonly Sight[] {
  const { from, to } = flow;
  const translated = { ...flow, to: { address: NAT.address, port: natPort(to) } };
  return [
    entering(NAT, translated),
    leaving(NAT, { ...flow, from: { ...from, address: NAT.address } }, TRAFFIC_PATH.vpc, flow),
    entering(host, flow),
  ];
}
