import { describe, expect, it } from 'vitest';
import { DEFAULT_DETECTION } from '../../../src/analyzers/detection/detecting.ts';
import type { History } from '../../../src/analyzers/detection/history.ts';
import type { OutboundPair } from '../../../src/analyzers/detection/outbound-pairs.ts';
import { pairsOfHosts } from '../../../src/analyzers/detection/passed-on.ts';
import { indexNetwork, type NetworkIndex } from '../../../src/network/find/index-network.ts';
import { remembered } from '../../kit/detecting.ts';
import { ipv4, network, networkInterface } from '../../kit/networks.ts';
import { NOW, request } from '../../kit/scope.ts';

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

const known = (index: NetworkIndex | null = null, history: History | null = null) => ({
  ...{ network: index, request: request() },
  detecting: { settings: DEFAULT_DETECTION, home: [], history },
});

const sourcesOf = (pairs: readonly OutboundPair[]) => [...new Set(pairs.map(({ source }) => source))];

describe('the pairs of hosts', () => {
  it('leave out an address that is wherever one of several others is, at the same times', () => {
    const pairs = [...OWN, ...SHARED, ...passedOn(OWN), pair(GATEWAY, 99, { sourcePorts: 318 })];

    expect(pairsOfHosts(pairs, known())).toEqual([...OWN, ...SHARED]);
  });

  it('leave it out though some of those who go somewhere seldom were cut off', () => {
    const seldom = Array.from({ length: 10_000 - 2 * OWN.length }, (_, at) =>
      pair(at % 2 === 0 ? GATEWAY : '10.0.1.8', at, {
        destinationPort: 1000 + (at >> 1),
        slots: 2 - (at % 2),
      }),
    ).map((one) => ({ ...one, destination: '198.51.100.1', sourcePorts: 9 * one.slots }));

    expect(sourcesOf(pairsOfHosts([...OWN, ...passedOn(OWN), ...seldom], known()))).not.toContain(GATEWAY);
  });

  it('leave out what the configuration calls a NAT gateway, whatever it does', () => {
    const gateway = networkInterface({ id: 'eni-0nat', type: 'nat_gateway', ipv4: [ipv4(GATEWAY)] });
    const index = indexNetwork(network({ networkInterfaces: [gateway] }));

    expect(pairsOfHosts([pair('10.0.1.5', 1), pair(GATEWAY, 1)], known(index))).toEqual([
      pair('10.0.1.5', 1),
    ]);
  });

  it('leave out one that was a gateway some days ago, though little shows it now', () => {
    const history = remembered({
      acquaintances: { [`gateway ${GATEWAY}`]: { first: NOW - 9 * 86_400, last: NOW - 86_400, days: 8 } },
    });

    expect(sourcesOf(pairsOfHosts(passedOn(OWN), known(null, history)))).toEqual([]);
  });

  it('keep two hosts that do the same, since either may be the other’s twin', () => {
    const twins = [1, 2, 3, 4, 5, 6].flatMap((place) => [pair('10.0.1.5', place), pair('10.0.1.6', place)]);

    expect(sourcesOf(pairsOfHosts(twins, known()))).toEqual(['10.0.1.5', '10.0.1.6']);
  });

  it('keep a host that goes where others go, at times of its own', () => {
    const busy = OWN.map((one) => ({ ...one, source: GATEWAY, sourcePorts: 60, first: one.first - 9000 }));

    expect(sourcesOf(pairsOfHosts([...OWN, ...busy], known()))).toContain(GATEWAY);
  });

  it('keep two that two others meet once each', () => {
    const pairs = [...OWN, ...passedOn(OWN.slice(2, 4))];

    expect(sourcesOf(pairsOfHosts(pairs, known()))).toContain(GATEWAY);
  });
});
