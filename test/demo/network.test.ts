import { describe, expect, it } from 'vitest';
import { AGGREGATION_SECONDS, HEADER } from '../../src/demo/capture.ts';
import { demoLines, faultBefore } from '../../src/demo/network.ts';
import { HOSTS, hostAt, SUBNETS } from '../../src/demo/topology.ts';
import { isPrivateAddress } from '../../src/record/address.ts';
import { parseText } from '../../src/record/parse-lines.ts';
import type { FlowRecord } from '../../src/record/record.ts';

const NOW = Date.parse('2026-03-04T14:22:00Z') / 1000;
const LINES = demoLines(NOW);
const READING = parseText(LINES.join('\n'), { file: 'demo' });
const RECORDS = READING.records;
const FAULT = faultBefore(NOW);

function at(host: { readonly interfaceId: string }): (record: FlowRecord) => boolean {
  return ({ interfaceId }) => interfaceId === host.interfaceId;
}

function packets(records: readonly FlowRecord[]): number {
  return records.reduce((sum, record) => sum + (record.packets ?? 0), 0);
}

function between(source: { address: string }, destination: { address: string }): readonly FlowRecord[] {
  return RECORDS.filter(
    ({ srcAddr, dstAddr }) => srcAddr === source.address && dstAddr === destination.address,
  );
}

describe('the demo network', () => {
  it('is an hour that feels real and is read without a malformed line', () => {
    expect(READING.malformed.count).toBe(0);
    expect(RECORDS.length).toBeGreaterThan(20_000);
    expect(RECORDS.length).toBeLessThan(60_000);
    expect(LINES[0]).toBe(HEADER);
  });

  it('is the same whenever it is generated for the same moment', () => {
    expect(demoLines(NOW)).toEqual(LINES);
  });

  it('goes on at a later moment without changing what was', () => {
    const tenMinutesLater = demoLines(NOW + 600, FAULT);
    const known = new Set(tenMinutesLater);
    const middle = LINES.filter((line) => {
      const start = Number(line.split(' ')[10]);
      return start > NOW - 3000 && start < NOW - 600;
    });

    expect(middle.length).toBeGreaterThan(10_000);
    expect(middle.filter((line) => !known.has(line))).toEqual([]);
  });

  it('has no record that AWS would not have delivered yet', () => {
    const newest = RECORDS.reduce((latest, { end }) => Math.max(latest, end ?? 0), 0);

    expect(NOW - newest).toBeGreaterThan(300);
    expect(NOW - newest).toBeLessThan(420);
  });

  it('keeps every record within one aggregation interval', () => {
    expect(RECORDS.filter(({ start, end }) => (end ?? 0) - (start ?? 0) >= AGGREGATION_SECONDS)).toEqual([]);
  });

  it('records packets inside the VPC at both ends, and past a rejection nowhere', () => {
    const [earliest, latest] = [NOW - 3000, NOW - 600];
    const complete = RECORDS.filter(
      ({ start, srcAddr, dstAddr, pktSrcAddr, pktDstAddr }) =>
        (start ?? 0) > earliest && (start ?? 0) < latest && pktSrcAddr === srcAddr && pktDstAddr === dstAddr,
    );
    const sent = new Map<string, number>();
    const arrived = new Map<string, number>();
    for (const record of complete) {
      const { srcAddr, dstAddr, flowDirection, action, srcPort, dstPort, protocol } = record;
      if (!hostAt(srcAddr ?? '') || !hostAt(dstAddr ?? '')) continue;
      const into = flowDirection === 'ingress' ? arrived : action === 'ACCEPT' ? sent : undefined;
      const key = `${srcAddr} ${srcPort} ${dstAddr} ${dstPort} ${protocol}`;
      into?.set(key, (into.get(key) ?? 0) + (record.packets ?? 0));
    }
    // Connections at the edges of the stretch have a record on one side of it and another on the other.
    const same = [...sent].filter(([key, count]) => arrived.get(key) === count).length;

    expect(sent.size).toBeGreaterThan(3000);
    expect(same / sent.size).toBeGreaterThan(0.97);
  });

  it('shows interfaces in public subnets by private addresses, and only documentation ranges outside', () => {
    const outside = RECORDS.flatMap(({ srcAddr, dstAddr }) => [srcAddr, dstAddr])
      .filter((address) => typeof address === 'string')
      .filter((address) => !isPrivateAddress(address));

    expect(new Set(outside.map((address) => address.split('.').slice(0, 3).join('.')))).toEqual(
      new Set(['192.0.2', '198.51.100', '203.0.113']),
    );
  });

  it('writes the packet-level addresses at the NAT gateway', () => {
    const inward = RECORDS.filter(at(HOSTS.natGateway)).filter(
      ({ flowDirection, srcAddr }) => flowDirection === 'ingress' && srcAddr === HOSTS.worker.address,
    );

    expect(inward.length).toBeGreaterThan(0);
    expect(new Set(inward.map(({ dstAddr }) => dstAddr))).toEqual(new Set([HOSTS.natGateway.address]));
    expect(new Set(inward.map(({ pktDstAddr }) => pktDstAddr))).toEqual(new Set(['198.51.100.240']));
  });

  it('says NODATA for an interface without traffic, and SKIPDATA once for another', () => {
    const standby = RECORDS.filter(at(HOSTS.standby));

    expect(new Set(standby.map(({ logStatus }) => logStatus))).toEqual(new Set(['NODATA']));
    expect(standby.length).toBeGreaterThan(50);
    expect(
      RECORDS.filter(({ logStatus }) => logStatus === 'SKIPDATA').map(({ interfaceId }) => interfaceId),
    ).toEqual([HOSTS.bastion.interfaceId]);
  });
});

describe('the faults planted in it', () => {
  it('rejects the replies of db-1 to web-1 as they leave, from the fault on', () => {
    const replies = between(HOSTS.db1, HOSTS.web1).filter(({ srcPort }) => srcPort === 5432);
    const rejected = replies.filter(({ action }) => action === 'REJECT');

    expect(rejected.length).toBeGreaterThan(200);
    expect(rejected.every(at(HOSTS.db1))).toBe(true);
    expect(
      rejected.every(({ flowDirection, start }) => flowDirection === 'egress' && (start ?? 0) >= FAULT),
    ).toBe(true);
    expect(rejected.every(({ dstPort }) => (dstPort ?? 0) >= 32_768 && (dstPort ?? 0) <= 60_999)).toBe(true);
    expect(replies.filter(({ start, action }) => (start ?? 0) >= FAULT && action === 'ACCEPT')).toEqual([]);
  });

  it('accepts the requests at both ends all the while', () => {
    const requests = between(HOSTS.web1, HOSTS.db1).filter(({ dstPort }) => dstPort === 5432);

    expect(new Set(requests.map(({ action }) => action))).toEqual(new Set(['ACCEPT']));
    expect(requests.filter(at(HOSTS.web1)).length).toBeGreaterThan(200);
    expect(requests.filter(at(HOSTS.db1)).length).toBeGreaterThan(200);
  });

  it('cuts the connections that were open, as network ACLs are stateless', () => {
    const open = between(HOSTS.web1, HOSTS.db1).filter(
      ({ start, end }) => (start ?? 0) < FAULT - 120 && (end ?? 0) > FAULT - 300,
    );
    const ports = new Set(open.map(({ srcPort }) => srcPort));
    const cut = between(HOSTS.db1, HOSTS.web1).filter(
      ({ action, dstPort, tcpFlags }) => action === 'REJECT' && ports.has(dstPort) && (tcpFlags ?? 0) < 2,
    );

    expect(cut.length).toBeGreaterThan(0);
  });

  it('leaves web-3 in the other zone, and web-1 at the cache, in peace', () => {
    const healthy = [...between(HOSTS.db1, HOSTS.web3), ...between(HOSTS.cache, HOSTS.web1)];

    expect(packets(healthy)).toBeGreaterThan(1000);
    expect(new Set(healthy.map(({ action }) => action))).toEqual(new Set(['ACCEPT']));
  });

  it('rejects the batch worker at the cache since a new release, and never answers it', () => {
    const requests = between(HOSTS.worker, HOSTS.cache);

    expect(requests.filter(at(HOSTS.cache)).length).toBeGreaterThan(30);
    expect(requests.filter(({ start }) => (start ?? 0) < FAULT + 480)).toEqual([]);
    expect(requests.filter(at(HOSTS.cache)).every(({ action }) => action === 'REJECT')).toBe(true);
    expect(requests.filter(at(HOSTS.worker)).every(({ action }) => action === 'ACCEPT')).toBe(true);
    expect(between(HOSTS.cache, HOSTS.worker)).toEqual([]);
  });

  it('has a few late FIN packets at db-2, each after a connection that worked', () => {
    const late = between(HOSTS.report, HOSTS.db2).filter(({ action }) => action === 'REJECT');
    const worked = new Set(
      between(HOSTS.report, HOSTS.db2)
        .filter(({ action }) => action === 'ACCEPT')
        .map(({ srcPort }) => srcPort),
    );

    expect(late.length).toBeGreaterThan(10);
    expect(late.every(({ packets: count, tcpFlags }) => count === 1 && tcpFlags === 1)).toBe(true);
    expect(late.every(({ srcPort }) => worked.has(srcPort ?? null))).toBe(true);
  });

  it('rejects probes from the internet at the public interfaces alone', () => {
    const probes = RECORDS.filter(({ srcAddr }) => srcAddr?.startsWith('192.0.2.') ?? false);

    expect(new Set(probes.map(({ action }) => action))).toEqual(new Set(['REJECT']));
    expect(new Set(probes.map(({ subnetId }) => subnetId))).toEqual(
      new Set([SUBNETS.publicA.id, SUBNETS.publicB.id]),
    );
  });

  it('rejects nothing else', () => {
    const explained = new Set(
      [HOSTS.db1, HOSTS.cache, HOSTS.db2, HOSTS.loadBalancerA, HOSTS.loadBalancerB, HOSTS.bastion].map(
        ({ interfaceId }) => interfaceId,
      ),
    );

    expect(
      RECORDS.filter(({ action, interfaceId }) => action === 'REJECT' && !explained.has(interfaceId ?? '')),
    ).toEqual([]);
  });
});
