/** An IP protocol that an interface never used: a tunnel that nobody built, or somebody's raw packets. */

import { z } from 'zod';
import { DESTINATION, field, SOURCE } from '../query/expression.ts';
import { count, groups, max, min, sum } from '../query/flow-query.ts';
import { all, equals, isOneOf, not, present } from '../query/predicate.ts';
import { protocolName } from '../record/protocols.ts';
import { byKey } from './detection/by-key.ts';
import { type DetectorScope, defineDetector } from './detection/detector.ts';
import { interfaceSubject, subjectWords } from './detection/named-subject.ts';
import { KEEPS_GOING } from './detection/slots.ts';
import { asked } from './subject.ts';

/** ICMP, TCP, UDP and ICMPv6: what everybody uses. */
const USUAL = [1, 6, 17, 58];
const REMEMBERED_DAYS = 30;
const DAY = 86_400;

const parameters = z.strictObject({
  /** IANA numbers that are expected everywhere, such as 50 and 51 for IPsec. */
  expected: z.array(z.int().min(0).max(255)).default([]),
  /** Fewer packets are somebody's stray ones. */
  packets: z.int().min(1).default(10),
});

type UnusualScope = DetectorScope<z.infer<typeof parameters>>;

function needs(scope: UnusualScope) {
  return {
    used: groups({
      window: scope.request.window,
      where: all(
        asked(scope),
        equals(field('action'), 'ACCEPT'),
        present('protocol'),
        not(isOneOf(field('protocol'), [...USUAL, ...scope.parameters.expected])),
      ),
      columns: {
        interfaceId: field('interfaceId'),
        protocol: field('protocol'),
        source: SOURCE,
        destination: DESTINATION,
      },
      measures: {
        records: count(),
        packets: sum(field('packets')),
        bytes: sum(field('bytes')),
        first: min(field('start')),
        last: max(field('end')),
      },
      orderBy: [{ by: 'packets', descending: true }],
      limit: 1000,
    }),
  };
}

export const unusualProtocol = defineDetector({
  id: 'unusual-protocol',
  title: 'Unusual protocol',
  summary: 'An IP protocol that this network interface did not use in the last 30 days.',
  basis: 'Protocols beside ICMP, TCP and UDP that an interface has no history of.',
  quietBy:
    'One alert an interface and protocol; protocols that it used in the last 30 days, and those that are expected, are left out.',
  benign:
    'Tunnels (GRE, IPIP), IPsec (ESP, AH), VRRP and multicast are used by routers, VPN gateways and clusters: somebody may have set one up.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  detect({ used }, scope) {
    const { parameters: set, detecting, network, request } = scope;
    const acquaintances = used.rows.flatMap(({ interfaceId, protocol, last }) =>
      interfaceId === null || protocol === null || last === null
        ? []
        : [{ kind: 'protocol', key: `${interfaceId} ${protocol}`, at: last }],
    );
    const pairs = byKey(used.rows, ({ interfaceId, protocol }) => `${interfaceId} ${protocol}`);
    const found = [...pairs].flatMap(([key, rows]) => {
      const [busiest] = rows;
      const { interfaceId, protocol } = busiest ?? {};
      if (!busiest || interfaceId == null || protocol == null) return [];
      const known = detecting.history?.acquaintance('protocol', key);
      if (
        known &&
        known.last >= request.window.start - REMEMBERED_DAYS * DAY &&
        known.first < request.window.start - DAY
      )
        return [];
      const packets = rows.reduce((total, row) => total + row.packets, 0);
      const first = Math.min(...rows.map((row) => row.first ?? request.window.end));
      const last = Math.max(...rows.map((row) => row.last ?? request.window.start));
      const subject = interfaceSubject(interfaceId, network);
      const name = protocolName(protocol);
      return [
        {
          subject,
          class: name,
          severity: 'medium' as const,
          level: packets / set.packets,
          size: packets,
          measured: {
            what: `packets of ${name}`,
            value: packets,
            unit: 'packets' as const,
            normal: detecting.history ? 0 : null,
            basis: detecting.history
              ? `not seen here in the last ${REMEMBERED_DAYS} days`
              : 'nothing is remembered of earlier days',
          },
          ...{ first, last, packets },
          ongoing: request.window.end - last <= 900,
          unseen: [],
          others: [...new Set(rows.flatMap(({ destination }) => destination ?? []))],
          ask: `records ${interfaceId} proto ${protocol}`,
          confidence: detecting.history ? 0.9 : 0.6,
          summary: `${subjectWords(subject)} uses ${name}, an IP protocol that ${detecting.history ? 'it did not use in the last 30 days' : 'is rare'}: ${packets.toLocaleString('en')} packets`,
          evidence: rows.slice(0, 5).map((row) => ({
            kind: 'flow' as const,
            ...{ first: row.first, last: row.last, interfaceId, protocol },
            source: row.source ?? '-',
            destination: row.destination ?? '-',
            ...{ sourcePort: null, destinationPort: null, tcpFlags: null, rejectReason: null },
            ...{ packets: row.packets, bytes: row.bytes, records: row.records },
            action: 'ACCEPT' as const,
          })),
          nextCheck: `Ask its owner whether ${name} is meant; see with whom: \`records ${interfaceId} proto ${protocol}\`.`,
        },
      ];
    });
    return {
      found: found.filter(({ level }) => level >= KEEPS_GOING),
      observed: { samples: [], acquaintances },
    };
  },
});
