/** The first two tiers: visitors at the load balancer, and the load balancer at the web servers. */
import { HTTPS } from '../policy.ts';
import { oneOf, whole } from '../random.ts';
import { run } from '../tcp.ts';
import { HOSTS } from '../topology.ts';
import type { Wire } from '../wire.ts';
import {
  following,
  LOAD_BALANCER_PORTS,
  poolPort,
  type Span,
  scattered,
  shortPort,
  steadily,
} from './schedule.ts';

const APPLICATION = 8080;
const WEB = [HOSTS.web1, HOSTS.web2, HOSTS.web3];
const LOAD_BALANCERS = [HOSTS.loadBalancerA, HOSTS.loadBalancerB];

export function visitors(span: Span, wire: Wire): void {
  for (const { name, address } of LOAD_BALANCERS) {
    scattered(`visitors ${name}`, 30, span, (opens, draw) => {
      // Lower ones are the demo's own public addresses.
      const network = oneOf(draw, ['203.0.113', '198.51.100']);
      const stays = 1 + 18 * draw();
      run(
        {
          client: { address: `${network}.${whole(draw, 31, 199)}`, port: whole(draw, 1024, 65_535) },
          server: { address, port: HTTPS },
          opens,
          latency: 0.01 + 0.06 * draw(),
          requests: [0.2, 0.5 * stays, 0.8 * stays],
          up: whole(draw, 400, 2500),
          down: whole(draw, 2000, 60_000),
          closes: stays,
        },
        wire,
      );
    });
  }
}

export function loadBalancing(span: Span, wire: Wire): void {
  for (const balancer of LOAD_BALANCERS) {
    for (const web of WEB) {
      const server = { address: web.address, port: APPLICATION };
      for (const lane of ['first', 'second', 'third']) {
        const name = `${balancer.name} ${web.name} ${lane}`;
        following(name, 300, span, (opens, draw, number) => {
          run(
            {
              client: { address: balancer.address, port: poolPort(LOAD_BALANCER_PORTS, name, number) },
              server,
              opens,
              latency: 0.002,
              requests: steadily(6 + 3 * draw(), 290),
              up: whole(draw, 500, 2500),
              down: whole(draw, 3000, 40_000),
              closes: 295,
            },
            wire,
          );
        });
      }
      healthChecks(balancer.address, server, span, wire);
    }
  }
}

function healthChecks(
  balancer: string,
  server: { readonly address: string; readonly port: number },
  span: Span,
  wire: Wire,
): void {
  scattered(`health ${balancer} ${server.address}`, 4, span, (opens, _draw, number) => {
    run(
      {
        client: { address: balancer, port: shortPort(LOAD_BALANCER_PORTS, number) },
        server,
        opens,
        latency: 0.002,
        requests: [0.01],
        up: 130,
        down: 180,
        closes: 0.02,
      },
      wire,
    );
  });
}
