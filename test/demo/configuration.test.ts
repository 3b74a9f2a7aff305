import { describe, expect, it } from 'vitest';
import { demoConfiguration } from '../../src/demo/configuration.ts';
import { demoLines } from '../../src/demo/network.ts';
import { HOSTS, hostAt } from '../../src/demo/topology.ts';
import { evaluateAtInterface } from '../../src/network/evaluate/at-interface.ts';
import { indexNetwork } from '../../src/network/find/index-network.ts';
import { parseText } from '../../src/record/parse-lines.ts';
import { opensConnection } from '../../src/record/tcp-flags.ts';

const NOW = Date.parse('2026-03-04T14:22:00Z') / 1000;
const INDEX = indexNetwork(demoConfiguration());
const { records } = parseText(demoLines(NOW).join('\n'), { file: 'demo' });

const HOST_KEYS = Object.values(HOSTS);

/** What the configuration says to every request that came in at an interface, as `action outcome`. */
function verdicts(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const record of records) {
    const { interfaceId, srcAddr, dstAddr, dstPort, protocol, action, flowDirection, tcpFlags } = record;
    const isRequest = protocol !== 6 || opensConnection(tcpFlags ?? null);
    if (flowDirection !== 'ingress' || !isRequest || !srcAddr || !dstAddr || protocol == null) continue;
    const to = HOST_KEYS.find((host) => host.interfaceId === interfaceId);
    // Replies of what has no connections, and what the NAT gateway hands on, are no requests to a host.
    if (!to || to === HOSTS.natGateway || (protocol === 1 && hostAt(dstAddr) === HOSTS.monitor)) continue;
    const key = `${srcAddr} ${interfaceId} ${dstPort} ${protocol} ${action}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const of = INDEX.interfaces.get(to.interfaceId);
    if (!of) throw new TypeError(`${to.name} is not in the configuration`);
    const packet = {
      source: srcAddr,
      destination: dstAddr,
      sourcePort: null,
      destinationPort: dstPort ?? null,
      protocol,
      icmp: null,
    };
    const steps = evaluateAtInterface(INDEX, { of, direction: 'inbound', packet, isReply: false });
    const denied = steps.some(({ outcome }) => outcome === 'deny');
    const result = `${action} ${denied ? 'deny' : 'allow'}`;
    found.set(result, [...(found.get(result) ?? []), key]);
  }
  return found;
}

describe('the demo’s configuration', () => {
  it('lets in what its records accept, and denies what they reject', () => {
    const found = verdicts();

    expect(found.get('ACCEPT deny') ?? []).toEqual([]);
    expect(found.get('REJECT allow') ?? []).toEqual([]);
    expect(found.get('ACCEPT allow')?.length).toBeGreaterThan(50);
    expect(found.get('REJECT deny')?.length).toBeGreaterThan(50);
  });
});
