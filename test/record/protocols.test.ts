import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PROTOCOLS, protocolName, protocolNumber, protocolOf } from '../../src/record/protocols.ts';

const SYSTEM_LIST = '/etc/protocols';

describe('protocols', () => {
  it('are known from 0 to 255', () => {
    expect(PROTOCOLS.map(({ number }) => number)).toEqual(Array.from({ length: 256 }, (_, number) => number));
    expect([protocolOf(-1), protocolOf(256), protocolOf(1.5)]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    [0, 'HOPOPT', 'assigned'],
    [1, 'ICMP', 'assigned'],
    [6, 'TCP', 'assigned'],
    [17, 'UDP', 'assigned'],
    [50, 'ESP', 'assigned'],
    [58, 'IPv6-ICMP', 'assigned'],
    [61, '', 'assigned'],
    [132, 'SCTP', 'assigned'],
    [143, 'Ethernet', 'assigned'],
    [144, 'AGGFRAG', 'assigned'],
    [145, 'NSH', 'assigned'],
    [146, 'Homa', 'assigned'],
    [147, '', 'unassigned'],
    [252, '', 'unassigned'],
    [253, '', 'experimental'],
    [254, '', 'experimental'],
    [255, 'Reserved', 'reserved'],
  ])('%i is %j, %s', (number, keyword, status) => {
    expect(protocolOf(number)).toMatchObject({ keyword, status });
  });

  it.each([
    ['tcp', 6],
    ['TCP', 6],
    ['icmp6', 58],
    ['icmpv6', 58],
    ['ipv6-icmp', 58],
    ['esp', 50],
    ['ospf', 89],
    ['gre', 47],
  ])('are found by the word %s', (word, number) => {
    expect(protocolNumber(word)).toBe(number);
  });

  it.each(['', 'tpc', 'reserved', 'unassigned'])('are not found by %j', (word) => {
    expect(protocolNumber(word)).toBeUndefined();
  });

  it('are found again by the name they are given', () => {
    for (const { number, keyword, status } of PROTOCOLS) {
      if (status === 'assigned' && keyword !== '') expect(protocolNumber(protocolName(number))).toBe(number);
    }
  });

  it('are named by their number where there is no word', () => {
    expect([protocolName(58), protocolName(61), protocolName(200)]).toEqual([
      'icmpv6',
      'protocol 61',
      'protocol 200',
    ]);
  });

  it.skipIf(!existsSync(SYSTEM_LIST))(
    "bear the names of the system's own list (skipped where /etc/protocols is missing)",
    () => {
      const differently: string[] = [];
      for (const line of readFileSync(SYSTEM_LIST, 'utf8').split('\n')) {
        const [name, number, ...others] = line.replace(/#.*/, '').split(/\s+/);
        if (!name || Number(number) > 255 || Number(number) === 0) continue;
        if (![name, ...others].some((word) => protocolNumber(word) === Number(number)))
          differently.push(`${number} ${name}`);
      }

      expect(differently).toEqual([]);
    },
  );
});
