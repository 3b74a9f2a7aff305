/** An IP protocol that an interface never used: a tunnel that nobody built, or somebody's raw packets. */

import { z } from 'zod';
import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { DESTINATION, field, SOURCE } from '../query/expression.ts';
import { groups } from '../query/flow-query.ts';
import { all, equals, isOneOf, not, present } from '../query/predicate.ts';
import { byKey } from './detection/by-key.ts';
import { type DetectorScope, defineDetector } from './detection/detector.ts';
import { oursIn } from './detection/sides.ts';
import { SIGHTING_MEASURES } from './sighting.ts';
import { asked } from './subject.ts';
import { newTunnel, protocolUse } from './unusual-protocol/detected.ts';
import { isNewTunnel, tunnelsOf } from './unusual-protocol/tunnel-end.ts';
import { isUsual, learnedDays, type Use, usesIn } from './unusual-protocol/use.ts';

/** ICMP, TCP, UDP and ICMPv6: what everybody uses. */
const USUAL = [1, 6, 17, 58];
const ROWS = 1000;

const ProtocolNumber = z.int().min(0).max(255);

const parameters = z.strictObject({
  expected: z
    .array(ProtocolNumber)
    .default([])
    .describe('IANA numbers that are expected everywhere, such as 50 and 51 for IPsec.'),
  allowed: z
    .array(
      z.strictObject({
        interface: z.string().startsWith('eni-').describe('The network interface: `eni-0a1b2c3d`.'),
        protocols: z.array(ProtocolNumber).describe('IANA numbers of what it uses.'),
      }),
    )
    .default([])
    .describe('What single interfaces are expected to use: those of a router, a VPN gateway, a cluster.'),
  packets: z.int().min(1).default(10).describe('Fewer packets are somebody’s stray ones.'),
});

type UnusualScope = DetectorScope<z.infer<typeof parameters>>;

function needs(scope: UnusualScope) {
  const { expected, allowed } = scope.parameters;
  return {
    used: groups({
      window: scope.request.window,
      where: all(
        asked(scope),
        equals(field('action'), 'ACCEPT'),
        present('protocol'),
        not(isOneOf(field('protocol'), [...USUAL, ...expected])),
        ...allowed.map((one) =>
          not(all(equals(field('interfaceId'), one.interface), isOneOf(field('protocol'), one.protocols))),
        ),
      ),
      columns: {
        interfaceId: field('interfaceId'),
        protocol: field('protocol'),
        source: SOURCE,
        destination: DESTINATION,
      },
      measures: SIGHTING_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: ROWS,
    }),
  };
}

function byUser(uses: readonly Use[]): readonly (readonly Use[])[] {
  return [...byKey(uses, ({ interfaceId, protocol }) => `${interfaceId} ${protocol}`).values()];
}

export const unusualProtocol = defineDetector({
  id: 'unusual-protocol',
  title: 'Unusual protocol',
  summary: 'An IP protocol that this network interface did not use in the last 30 days.',
  basis:
    'Protocols beside ICMP, TCP and UDP, and ends of tunnels outside, that an interface has no history of.',
  quietBy:
    'One alert an interface and protocol; protocols that it used in the last 30 days, and those that are expected of it or of all, are left out, but for a tunnel to outside with a network it had none with, at an interface whose tunnels always had the same ends; while it is still being learned what is used, they go to the digest.',
  benign:
    'Tunnels (GRE, IPIP), IPsec (ESP, AH), VRRP and multicast are used by routers, VPN gateways and clusters: somebody may have set one up.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  detect({ used }, { parameters: set, detecting: { history, home }, network, request: { window } }) {
    const uses = usesIn(used.rows);
    const learned = learnedDays(history, window.start);
    const isOurs = oursIn(home);
    const memory = { history, windowStart: window.start, isOurs };
    const usual = uses.filter((use) => isUsual(use, history, window.start));
    const unusual = uses.filter((use) => !usual.includes(use));
    const surroundings = { network, learned, least: set.packets, windowEnd: window.end };
    return {
      found: [
        ...byUser(unusual).flatMap((of) => protocolUse(of, surroundings) ?? []),
        ...byUser(usual.filter((use) => isNewTunnel(use, memory))).flatMap(
          (of) => newTunnel(of, { ...surroundings, isOurs }) ?? [],
        ),
      ].filter(({ level }) => level >= KEEPS_GOING),
      observed: {
        samples: [],
        acquaintances: [
          ...uses.map(({ interfaceId, protocol, last }) => ({
            kind: 'protocol',
            key: `${interfaceId} ${protocol}`,
            at: last,
          })),
          ...tunnelsOf(uses, memory),
        ],
      },
      notes: used.cutOff ? ['More interfaces use unusual protocols than were looked at.'] : [],
    };
  },
});
