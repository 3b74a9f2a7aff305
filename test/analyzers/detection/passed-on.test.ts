import { describe, expect, it } from 'vitest';
import type { OutboundPair } from '../../../src/analyzers/detection/outbound-pairs.ts';
import { pairsOfHosts } from '../../../src/analyzers/detection/passed-on.ts';
import { indexNetwork } from '../../../src/network/find/index-network.ts';
import { ipv4, network, networkInterface } from '../../kit/networks.ts';

const GATEWAY = '10.0.9.10';

function pair(source: string, place: number, changes: Partial<OutboundPair> = {}): OutboundPair {
  return {
    ...{ source, destination: `203.0.113.${place}`, destinationPort: 443, protocol: 6 },
    ...{ sourcePorts: 7 + place, slots: 20, records: 40, packets: 300, bytes: 30_000 },
    ...{ first: 1_000_000 + 700 * place, last: 1_080_000 - 700 * place },
    ...changes,
  };
}

/** Each host goes to three places of its own. */
const OWN = ['10.0.1.5', '10.0.1.6', '10.0.1.7'].flatMap((host, at) =>
  [1, 2, 3].map((place) => pair(host, 10 * at + place)),
);
const SHARED = ['10.0.1.5', '10.0.1.6', '10.0.1.7'].map((host) => pair(host, 99));
const passedOn = (pairs: readonly OutboundPair[]) => pairs.map((one) => ({ ...one, source: GATEWAY }));

const sourcesOf = (pairs: readonly OutboundPair[]) => [...new Set(pairs.map(({ source }) => source))];

describe('the pairs of hosts', () => {
  it('leave out an address that is wherever one of several others is, at the same times', () => {
    const pairs = [...OWN, ...SHARED, ...passedOn(OWN), pair(GATEWAY, 99, { sourcePorts: 318 })];

    expect(pairsOfHosts(pairs, null)).toEqual([...OWN, ...SHARED]);
  });

  it('leave it out though some of those who go somewhere seldom were cut off', () => {
    const seldom = Array.from({ length: 10_000 - 2 * OWN.length }, (_, at) =>
      pair(at % 2 === 0 ? GATEWAY : '10.0.1.8', at, {
        destinationPort: 1000 + (at >> 1),
        slots: 2 - (at % 2),
      }),
    ).map((one) => ({ ...one, destination: '198.51.100.1', sourcePorts: 9 * one.slots }));

    expect(sourcesOf(pairsOfHosts([...OWN, ...passedOn(OWN), ...seldom], null))).not.toContain(GATEWAY);
  });

  it('leave out what the configuration calls a NAT gateway, whatever it does', () => {
    const gateway = networkInterface({ id: 'eni-0nat', type: 'nat_gateway', ipv4: [ipv4(GATEWAY)] });
    const known = indexNetwork(network({ networkInterfaces: [gateway] }));

    expect(pairsOfHosts([pair('10.0.1.5', 1), pair(GATEWAY, 1)], known)).toEqual([pair('10.0.1.5', 1)]);
  });

  it('keep two hosts that do the same, since either may be the other’s twin', () => {
    const twins = [1, 2, 3, 4, 5, 6].flatMap((place) => [pair('10.0.1.5', place), pair('10.0.1.6', place)]);

    expect(sourcesOf(pairsOfHosts(twins, null))).toEqual(['10.0.1.5', '10.0.1.6']);
  });

  it('keep a host that goes where others go, at times of its own', () => {
    const busy = OWN.map((one) => ({ ...one, source: GATEWAY, sourcePorts: 60, first: one.first - 9000 }));

    expect(sourcesOf(pairsOfHosts([...OWN, ...busy], null))).toContain(GATEWAY);
  });

  it('keep two that two others meet once each', () => {
    const pairs = [...OWN, ...passedOn(OWN.slice(2, 4))];

    expect(sourcesOf(pairsOfHosts(pairs, null))).toContain(GATEWAY);
  });
});
