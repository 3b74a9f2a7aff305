/** What the internet does at public addresses: probes of scanners that nobody asked, and one office that may come in. */
import { TCP } from '../../record/protocols.ts';
import { OFFICE, SSH } from '../policy.ts';
import { oneOf, whole } from '../random.ts';
import { run } from '../tcp.ts';
import { HOSTS } from '../topology.ts';
import type { Wire } from '../wire.ts';
import { DESKTOP_PORTS, following, poolPort, type Span, scattered, steadily } from './schedule.ts';

const SYN = 2;
/** A scanner's SYN carries no options, or the segment size alone. */
const PROBE_BYTES = [40, 44] as const;
const PROBED = [22, 23, 2323, 445, 1433, 3306, 3389, 5060, 5900, 6379, 8080, 8443, 9200, 37_215] as const;

export function probes(span: Span, wire: Wire): void {
  for (const { name, address } of [HOSTS.loadBalancerA, HOSTS.loadBalancerB, HOSTS.bastion]) {
    scattered(`probes ${name}`, 12, span, (at, draw) => {
      const from = { address: `192.0.2.${whole(draw, 1, 254)}`, port: whole(draw, 1024, 65_535) };
      const send = wire({ from, to: { address, port: oneOf(draw, PROBED) }, protocol: TCP });
      send({ at, flags: SYN, packets: 1, bytes: oneOf(draw, PROBE_BYTES) });
    });
  }
}

/** Somebody in the office is logged in on the bastion. */
export function administration(span: Span, wire: Wire): void {
  following('office', 1200, span, (opens, draw, number) => {
    run(
      {
        client: { address: OFFICE, port: poolPort(DESKTOP_PORTS, 'office', number) },
        server: { address: HOSTS.bastion.address, port: SSH },
        opens,
        latency: 0.02,
        requests: steadily(9, 1180),
        up: whole(draw, 40, 120),
        down: whole(draw, 80, 900),
        closes: 1190,
      },
      wire,
    );
  });
}
