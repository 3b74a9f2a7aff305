/** Traffic that is not TCP: pings of the monitoring host, and the metrics that it is sent over UDP. */
import { ICMP, UDP } from '../../record/protocols.ts';
import { whole } from '../random.ts';
import { HOSTS } from '../topology.ts';
import type { Wire } from '../wire.ts';
import { type Span, scattered } from './schedule.ts';

const PING_BYTES = 84;
const STATSD = 8125;

export function pings(span: Span, wire: Wire): void {
  for (const host of [HOSTS.web1, HOSTS.web2, HOSTS.web3, HOSTS.db1, HOSTS.db2]) {
    // Flow logs have no ICMP type and code: both ports are 0.
    const monitor = { address: HOSTS.monitor.address, port: 0 };
    const target = { address: host.address, port: 0 };
    const there = wire({ from: monitor, to: target, protocol: ICMP });
    const back = wire({ from: target, to: monitor, protocol: ICMP });
    scattered(`pings ${host.name}`, 1, span, (at) => {
      const echo = { at, flags: 0, packets: 3, bytes: 3 * PING_BYTES };
      if (there(echo)) back(echo);
    });
  }
}

export function metrics(span: Span, wire: Wire): void {
  const to = { address: HOSTS.monitor.address, port: STATSD };
  for (const { name, address } of [HOSTS.web1, HOSTS.web2, HOSTS.web3, HOSTS.worker]) {
    const send = wire({ from: { address, port: 41_234 }, to, protocol: UDP });
    scattered(`metrics ${name}`, 6, span, (at, draw) => {
      const packets = whole(draw, 1, 4);
      send({ at, flags: 0, packets, bytes: packets * whole(draw, 120, 480) });
    });
  }
}
