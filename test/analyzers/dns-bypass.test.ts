import { describe, expect, it } from 'vitest';
import { dnsBypass } from '../../src/analyzers/dns-bypass.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { network, WEB } from '../kit/networks.ts';
import { back, upTo, withoutFlags } from '../kit/probing.ts';
import { NOW } from '../kit/scope.ts';

const DAY = 86_400;
const HOST = '10.0.1.5';
const PUBLIC = '9.9.9.9';

interface Lookups {
  readonly client?: string;
  readonly resolver?: string;
  readonly count?: number;
  readonly port?: number;
  readonly protocol?: number;
  readonly isAnswered?: boolean;
}

/** Lookups, each from a port of its own, and their answers. */
function lookups(parts: Lookups = {}): FlowRecord[] {
  const { client = HOST, resolver = PUBLIC, count = 30, port = 53, protocol = 17, isAnswered = true } = parts;
  return Array.from({ length: count }, (_, n) => [
    flow(client, resolver, { protocol, srcPort: 40_000 + n, dstPort: port, bytes: 70 }),
    ...(isAnswered
      ? [flow(resolver, client, { protocol, srcPort: port, dstPort: 40_000 + n, bytes: 150 })]
      : []),
  ]).flat();
}

/** Connections that a stranger opens from port 53, as packet filters let replies of names in, and what ours sends back. */
function scanFrom53(
  portOf: (index: number) => number,
  reply: Partial<FlowRecord> = {},
): readonly FlowRecord[] {
  return upTo(30).flatMap((index) => {
    const ports = { protocol: reply.protocol ?? 6, srcPort: 53, dstPort: portOf(index) };
    const opening = flow(PUBLIC, HOST, { ...ports, packets: 5, bytes: 300, tcpFlags: 3 });
    return [opening, back(opening, { packets: 4, bytes: 1000, tcpFlags: 19, ...reply })];
  });
}

describe('the detector of DNS past the VPC’s resolver', () => {
  it('finds a host that asks a public resolver', async () => {
    const { fired } = await watched({ detector: dnsBypass, records: lookups() });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { kind: 'address', id: HOST },
      class: 'dns',
      severity: 'medium',
      others: [PUBLIC],
      measured: { value: 30, normal: 0 },
      ask: 'records from 10.0.1.5 to 9.9.9.9 port 53',
    });
  });

  it('is one detection for a host, however many resolvers it asks', async () => {
    const { fired } = await watched({
      detector: dnsBypass,
      records: [...lookups(), ...lookups({ resolver: '1.1.1.1' })],
    });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection?.size).toBe(2);
  });

  it('tells DNS over TLS from plain DNS', async () => {
    const { fired } = await watched({ detector: dnsBypass, records: lookups({ port: 853, protocol: 6 }) });

    expect(fired[0]?.detection?.class).toBe('dns over tls');
  });

  it('finds DNS over HTTPS to the addresses that it was told, and no other HTTPS', async () => {
    const parameters = { overHttps: ['1.1.1.0/24'] };
    const https = { port: 443, protocol: 6 };

    const { fired } = await watched({
      detector: dnsBypass,
      records: [...lookups({ ...https, resolver: '1.1.1.1' }), ...lookups({ ...https, client: '10.0.1.6' })],
      parameters,
    });

    expect(fired.map(({ detection }) => [detection?.subject.id, detection?.class])).toEqual([
      [HOST, 'dns over https'],
    ]);
  });

  it('is of low severity where nothing answers', async () => {
    const { fired } = await watched({ detector: dnsBypass, records: lookups({ isAnswered: false }) });

    expect(fired[0]?.detection?.severity).toBe('low');
  });

  it('is quiet about a host that resolves names for others of ours', async () => {
    const served = ['10.0.1.6', '10.0.1.7', '10.0.1.8'].flatMap((client) =>
      lookups({ client, resolver: HOST }),
    );

    const { all, observed } = await watched({ detector: dnsBypass, records: [...served, ...lookups()] });

    expect(all).toEqual([]);
    expect(observed.acquaintances).toContainEqual({ kind: 'resolver', key: HOST, at: NOW - 30 });
  });

  it('remembers who resolves for others when nobody asks for a while', async () => {
    const history = remembered({
      acquaintances: { [`resolver ${HOST}`]: { first: NOW - 9 * DAY, last: NOW - DAY, days: 8 } },
    });

    const { all } = await watched({ detector: dnsBypass, records: lookups(), history });

    expect(all).toEqual([]);
  });

  it('is quiet about resolvers and hosts that are allowed', async () => {
    const byResolver = { resolvers: ['9.9.9.0/24'] };
    const byHost = { forwarders: [HOST] };

    const one = await watched({ detector: dnsBypass, records: lookups(), parameters: byResolver });
    const other = await watched({ detector: dnsBypass, records: lookups(), parameters: byHost });

    expect([...one.all, ...other.all]).toEqual([]);
  });

  it('is quiet about resolvers inside', async () => {
    const { all } = await watched({ detector: dnsBypass, records: lookups({ resolver: '10.9.0.53' }) });

    expect(all).toEqual([]);
  });

  it('is quiet about a NAT gateway, whose clients are found themselves', async () => {
    const nat = network({ networkInterfaces: [{ ...WEB, type: 'nat_gateway' }] });

    const { all } = await watched({ detector: dnsBypass, records: lookups(), network: nat });

    expect(all).toEqual([]);
  });

  it('is quiet about a few lookups by hand', async () => {
    const { fired } = await watched({ detector: dnsBypass, records: lookups({ count: 3 }) });

    expect(fired).toEqual([]);
  });

  it('is of low severity where the host has asked there for weeks', async () => {
    const history = remembered({
      acquaintances: {
        [`asked-resolver ${HOST} 9.9.9.0/24`]: { first: NOW - 20 * DAY, last: NOW - DAY, days: 20 },
      },
    });

    const { fired } = await watched({ detector: dnsBypass, records: lookups(), history });

    expect(fired[0]?.detection?.severity).toBe('low');
  });

  it.each<[string, readonly FlowRecord[]]>([
    ['that our website answers', scanFrom53(() => 443)],
    ['that our website answers, in records without flags', withoutFlags(scanFrom53(() => 443))],
    ['that a service on a port of its own answers', scanFrom53(() => 45_678)],
    ['whose attempts are refused', scanFrom53((index) => 20_000 + index, { packets: 1, tcpFlags: 4 })],
    ['that a service over UDP answers', withoutFlags(scanFrom53(() => 443, { protocol: 17 }))],
  ])('is quiet about a scanner outside that sends from port 53 %s', async (_, records) => {
    const { all } = await watched({ detector: dnsBypass, records });

    expect(all).toEqual([]);
  });

  it.each<[string, Partial<FlowRecord>]>([
    ['over TCP from a service’s port, as its SYN shows', { protocol: 6, srcPort: 8443, tcpFlags: 3 }],
    ['over UDP from port 53, as old resolvers do', { srcPort: 53 }],
    ['over UDP from a port that a service has, too', { srcPort: 8125 }],
  ])('finds a host that asks %s', async (_, changes) => {
    const records = upTo(30).map(() => flow(HOST, PUBLIC, { protocol: 17, dstPort: 53, ...changes }));

    const { fired } = await watched({ detector: dnsBypass, records });

    expect(fired).toHaveLength(1);
  });

  it('does not take a scanner inside that sends from port 53 for a resolver', async () => {
    const scan = upTo(30).map((index) =>
      flow(HOST, `10.0.2.${index}`, { protocol: 6, srcPort: 53, dstPort: 22, tcpFlags: 2 }),
    );

    const { fired } = await watched({ detector: dnsBypass, records: [...scan, ...lookups()] });

    expect(fired).toHaveLength(1);
  });
});
