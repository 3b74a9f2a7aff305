/** Random rules and packets for property tests, drawn from a small world so that they meet: few addresses, few ports, nested blocks. */
import fc from 'fast-check';
import type { Packet } from '../../src/network/evaluate/packet.ts';
import type { NetworkAclEntry } from '../../src/network/network-acl.ts';
import type { SecurityGroupRule } from '../../src/network/security-group.ts';
import type { Traffic } from '../../src/network/traffic.ts';
import { ALL_TRAFFIC, allow, block, entries, entry } from './networks.ts';

/** Those of web-1 and db-1, others of the VPC that nothing has, and some outside. */
const IPV4 = ['10.0.1.5', '10.0.2.9', '10.0.1.77', '10.0.2.200', '10.9.1.1', '198.51.100.7', '203.0.113.9'];
const IPV6 = ['2001:db8:0:1::5', '2001:db8:0:2::9', '2001:db8:0:1::77', '2001:db8:ffff::1'];

const BLOCKS4 = [
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.0.0.0/16',
  '10.0.1.0/24',
  '10.0.2.0/24',
  '10.0.1.5/32',
  '198.51.100.0/24',
  '0.0.0.0/1',
];
const BLOCKS6 = ['::/0', '2001:db8::/56', '2001:db8:0:1::/64', '2001:db8:0:1::5/128'];

const anyBlockText = fc.constantFrom(...BLOCKS4, ...BLOCKS6);

const PORTS = [0, 22, 80, 443, 1023, 1024, 5432, 32_767, 32_768, 49_152, 60_999, 61_000, 65_535];
const anyPort = fc.constantFrom(...PORTS);

const anyPorts = fc.option(
  fc.tuple(anyPort, anyPort).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) })),
);

const ICMP_TYPES = [0, 3, 8, 128, 129];
const anyIcmp = fc.record({
  type: fc.constantFrom(null, ...ICMP_TYPES),
  code: fc.constantFrom(null, 0, 4),
});

const anyTraffic: fc.Arbitrary<Traffic> = fc.oneof(
  fc.constant(ALL_TRAFFIC),
  fc.record({ protocol: fc.constantFrom(6, 17), ports: anyPorts, icmp: fc.constant(null) }),
  fc.record({ protocol: fc.constantFrom(1, 58), ports: fc.constant(null), icmp: anyIcmp }),
  fc.record({ protocol: fc.constantFrom(47, 50), ports: fc.constant(null), icmp: fc.constant(null) }),
);

export const anyRule: fc.Arbitrary<SecurityGroupRule> = fc
  .tuple(anyTraffic, fc.oneof(anyBlockText, fc.constantFrom('sg-0web', 'sg-0db', 'pl-0123456789abcdef0')))
  .map(([traffic, of]) => allow(traffic, of));

/** In ascending order and with the denials at the end, as AWS lists them. */
export const anyEntries: fc.Arbitrary<readonly NetworkAclEntry[]> = fc
  .uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 32_766 }), fc.constantFrom('allow', 'deny'), anyTraffic, anyBlockText),
    {
      maxLength: 8,
      selector: ([number]) => number,
    },
  )
  .map((of) => entries(...of.sort(([a], [b]) => a - b).map((parts) => entry(...parts))));

export const anyPrefixList = fc
  .array(anyBlockText, { maxLength: 3 })
  .map((of) => ({ id: 'pl-0123456789abcdef0', name: null, entries: of.map(block) }));

function packets(addresses: readonly string[], icmpProtocol: number): fc.Arbitrary<Packet> {
  return fc
    .record({
      source: fc.constantFrom(...addresses),
      destination: fc.constantFrom(...addresses),
      sourcePort: anyPort,
      destinationPort: anyPort,
      protocol: fc.constantFrom(6, 17, icmpProtocol, 47),
      type: fc.constantFrom(...ICMP_TYPES),
      code: fc.constantFrom(0, 4),
    })
    .map(({ type, code, ...packet }) => {
      const hasPorts = packet.protocol === 6 || packet.protocol === 17;
      return {
        ...packet,
        sourcePort: hasPorts ? packet.sourcePort : null,
        destinationPort: hasPorts ? packet.destinationPort : null,
        icmp: packet.protocol === icmpProtocol ? { type, code } : null,
      };
    });
}

/** Everything about it is known. */
export const anyPacket: fc.Arbitrary<Packet> = fc.oneof(packets(IPV4, 1), packets(IPV6, 58));

/** A packet with every type and code that rules may tell apart, and one that none names. */
export function completions(packet: Packet): readonly Packet[] {
  return [...ICMP_TYPES, 99].flatMap((type) =>
    [0, 4, 99].map((code) => ({ ...packet, icmp: { type, code } })),
  );
}
