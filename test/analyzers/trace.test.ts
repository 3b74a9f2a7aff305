import { describe, expect, it } from 'vitest';
import { diagnosed, line, nodata, OTHERS } from '../kit/lines.ts';
import {
  DB,
  ipv4,
  network,
  networkAcl,
  networkInterface,
  routeTable,
  WEB,
  WEB_ACL,
} from '../kit/networks.ts';
import { flowLog } from '../kit/scope.ts';

const QUESTION = 'trace 10.0.1.5 10.0.2.9 5432';

const SYN = 2;
const SYN_ACK = 18;
const RST = 4;

/** A try of web-1 to open a connection to db-1, as seen at these interfaces. */
function request(
  port: number,
  at: readonly ('eni-0web' | 'eni-0db')[],
  changes: { readonly ago?: number } = {},
) {
  return at.map((where) =>
    line({ at: where, from: `10.0.1.5:${port}`, to: '10.0.2.9:5432', flags: SYN, ...changes }),
  );
}

function reply(port: number, at: readonly ('eni-0web' | 'eni-0db')[], flags = SYN_ACK, packets = 4) {
  const bytes = flags === RST ? packets * 40 : packets * 200;
  return at.map((where) =>
    line({ at: where, from: '10.0.2.9:5432', to: `10.0.1.5:${port}`, flags, packets, bytes }),
  );
}

const BOTH = ['eni-0web', 'eni-0db'] as const;

describe('a trace of traffic that is accepted', () => {
  it('says that the network is not the cause where both directions flow', async () => {
    const found = await diagnosed(QUESTION, [...OTHERS, ...request(40100, BOTH), ...reply(40100, BOTH)]);

    expect(found).toMatchObject({
      verdict: 'app-level',
      findings: [{ exchange: { request: { action: 'ACCEPT' }, reply: { action: 'ACCEPT' } } }],
    });
  });

  it('says that nothing listens where the host answers with resets', async () => {
    const found = await diagnosed(QUESTION, [
      ...OTHERS,
      ...request(40100, BOTH),
      ...reply(40100, BOTH, RST, 1),
    ]);

    expect(found.verdict).toBe('port-closed');
    expect(found.nextCheck).toContain('ss -ltnp');
  });

  it('says that the host is silent where the request arrived and nothing left', async () => {
    const found = await diagnosed(QUESTION, [...OTHERS, ...request(40100, BOTH), ...request(40101, BOTH)]);

    expect(found.verdict).toBe('no-reply');
  });

  it('says that requests are lost where they left and never came to an interface that is logged', async () => {
    const found = await diagnosed(QUESTION, [...OTHERS, ...request(40100, ['eni-0web'])]);

    expect(found.verdict).toBe('lost-in-path');
    expect(found.confidence).toBeLessThan(0.95);
  });

  it('says where the evidence ends when the other end writes no records', async () => {
    const onlyWeb = OTHERS.filter((one) => one.includes('eni-0web'));

    const found = await diagnosed(QUESTION, [...onlyWeb, ...request(40100, ['eni-0web'])]);

    expect(found.verdict).toBe('not-logged');
    expect(found.confidence).toBeLessThanOrEqual(0.7);
  });

  it('says that replies are lost where they left and never came back', async () => {
    const lines = [...OTHERS, ...request(40100, BOTH), ...reply(40100, ['eni-0db'])];

    expect((await diagnosed(QUESTION, lines)).verdict).toBe('return-path-lost');
  });

  it('counts what fails for part of the connections, and is less sure', async () => {
    const fine = [40100, 40101, 40102].flatMap((port) => [...request(port, BOTH), ...reply(port, BOTH)]);
    const silent = [40200, 40201].flatMap((port) => request(port, BOTH));

    const found = await diagnosed(QUESTION, [...OTHERS, ...fine, ...silent]);

    expect(found).toMatchObject({
      verdict: 'no-reply',
      findings: [{ occurrence: { connections: { affected: 2, total: 5 } } }],
    });
    expect(found.confidence).toBeLessThanOrEqual(0.7);
  });

  it('does not take a connection for broken whose other half is not delivered yet', async () => {
    const newest = request(40200, ['eni-0web'], { ago: 390 });

    const found = await diagnosed(QUESTION, [
      ...OTHERS,
      ...request(40100, BOTH),
      ...reply(40100, BOTH),
      ...newest,
    ]);

    expect(found.verdict).toBe('app-level');
  });
});

describe('a trace with the network’s configuration', () => {
  it('names the route table that has no route there', async () => {
    const peer = networkInterface({
      id: 'eni-0db',
      name: 'db-1',
      ipv4: [ipv4('10.0.2.9')],
      subnetId: 'subnet-0db',
      vpcId: 'vpc-0bbb',
    });
    const apart = network({
      networkInterfaces: [WEB, peer],
      subnets: null,
      vpcs: null,
      routeTables: [routeTable({ subnetIds: ['subnet-0web'], routes: [] })],
    });

    const found = await diagnosed(QUESTION, [...OTHERS, ...request(40100, ['eni-0web'])], { network: apart });

    expect(found).toMatchObject({
      verdict: 'no-route',
      blocker: { kind: 'route-table', id: 'rtb-0main' },
    });
  });

  it('shows the whole way as steps, with the names of both ends', async () => {
    const found = await diagnosed(QUESTION, [...OTHERS, ...request(40100, BOTH), ...reply(40100, BOTH)], {
      network: network(),
    });

    expect(found.summary).toContain('web-1 (10.0.1.5)');
    expect(found.findings[0]?.steps?.map(({ leg, kind }) => `${leg} ${kind}`)).toEqual(
      expect.arrayContaining(['request security-groups', 'request network-acl', 'reply network-acl']),
    );
  });

  it('names the interface that no flow log covers', async () => {
    const found = await diagnosed(
      QUESTION,
      [line({ at: 'eni-0other', from: '10.0.3.3:1', to: '10.0.3.4:2', ago: 400 })],
      {
        network: network(),
        flowLogs: [flowLog({ resourceId: 'subnet-0other' })],
      },
    );

    expect(found.verdict).toBe('not-logged');
    expect(found.summary).toContain('eni-0web');
    expect(found.nextCheck).toContain('create-flow-logs');
  });

  it('says what would stop a packet that was never sent', async () => {
    const closed = network({
      networkAcls: [WEB_ACL, networkAcl({ id: 'acl-0db', subnetIds: ['subnet-0db'], inbound: [] })],
    });

    const found = await diagnosed(QUESTION, OTHERS, { network: closed });

    expect(found.verdict).toBe('no-records');
    expect(found.summary).toContain('if it were sent, this would stop it');
  });

  it('follows names', async () => {
    const found = await diagnosed('trace web-1 db-1 5432', [...OTHERS, ...request(40100, BOTH)], {
      network: network(),
    });

    expect(found.verdict).toBe('no-reply');
  });
});

describe('a trace of pings', () => {
  it('does not claim to know who began', async () => {
    const ping = (from: string, to: string) =>
      BOTH.map((at) => line({ at, from: `${from}:0`, to: `${to}:0` }).replace(' 0 0 6 ', ' 0 0 1 '));
    const lines = [...OTHERS, ...ping('10.0.1.5', '10.0.2.9'), ...ping('10.0.2.9', '10.0.1.5')];

    const found = await diagnosed('trace 10.0.1.5 10.0.2.9 icmp', lines);

    expect(found).toMatchObject({ verdict: 'app-level', confidence: 0.7 });
    expect(found.summary).toContain('which of the two began it, the records do not tell');
  });
});

describe('a trace from the end that did not open the connection', () => {
  it('says of names what it says of addresses', async () => {
    const lines = [...OTHERS, ...[40100, 40101, 40102].flatMap((port) => request(port, BOTH))];
    const byName = await diagnosed('trace db-1 web-1', lines, { network: network() });
    const byAddress = await diagnosed('trace 10.0.2.9 10.0.1.5', lines, { network: network() });

    const told = ({ verdict, findings }: typeof byName) => [
      verdict,
      findings.map(({ exchange }) => exchange),
    ];
    expect(byAddress.verdict).toBe('no-reply');
    expect(told(byName)).toEqual(told(byAddress));
  });
});

describe('a trace of traffic that is rejected', () => {
  it('does not take for lost what the other end has not delivered yet', async () => {
    const rejected = [40100, 40101, 40102].flatMap((port) => [
      ...request(port, ['eni-0web']),
      line({ at: 'eni-0db', from: `10.0.1.5:${port}`, to: '10.0.2.9:5432', flags: SYN, action: 'REJECT' }),
    ]);
    const newest = request(40200, ['eni-0web'], { ago: 390 });

    const found = await diagnosed(QUESTION, [...OTHERS, ...rejected, ...newest]);

    expect(found.findings.map(({ verdict }) => verdict)).toEqual(['sg-or-nacl-inbound']);
  });

  it('gives the rejection, and not that other connections work', async () => {
    const replies = [40100, 40101, 40102].map((port) =>
      line({
        at: 'eni-0db',
        from: '10.0.2.9:5432',
        to: `10.0.1.5:${port}`,
        flags: SYN_ACK,
        action: 'REJECT',
      }),
    );
    const lines = [...OTHERS, ...[40100, 40101, 40102].flatMap((port) => request(port, BOTH)), ...replies];
    const fine = [...request(50100, BOTH), ...reply(50100, BOTH)];

    const found = await diagnosed(QUESTION, [...lines, ...fine]);

    expect(found.verdict).toBe('nacl-return-outbound');
    expect(found.findings.map(({ verdict }) => verdict)).not.toContain('app-level');
  });
});

describe('a trace that finds no record', () => {
  it.each([
    ['trace 10.0.1.5 169.254.169.254 80', 'not-captured'],
    ['trace 10.0.1.5 169.254.169.123 123', 'not-captured'],
  ])('says that flow logs never have it: %s', async (question, verdict) => {
    expect((await diagnosed(question, OTHERS)).verdict).toBe(verdict);
  });

  it('knows the resolver by the block of the VPC, and another address that ends in .2 from it', async () => {
    const known = { network: network() };

    expect((await diagnosed('trace 10.0.1.5 10.0.0.2 53', OTHERS, known)).verdict).toBe('not-captured');
    expect((await diagnosed('trace 10.0.1.5 10.0.7.2 53', OTHERS, known)).verdict).toBe('no-records');
  });

  it('says that the flow log keeps rejected traffic only', async () => {
    const found = await diagnosed(QUESTION, OTHERS, { flowLogs: [flowLog({ keeps: 'REJECT' })] });

    expect(found.verdict).toBe('not-logged');
  });

  it('says that AWS skipped records of its interfaces', async () => {
    const gaps = [nodata('eni-0web', 'SKIPDATA'), nodata('eni-0db', 'SKIPDATA')];
    const few = OTHERS.filter((one) => !one.includes('40000'));

    const found = await diagnosed(QUESTION, [...few, ...gaps], { network: network() });

    expect(found.verdict).toBe('logs-incomplete');
    expect(found.confidence).toBeLessThanOrEqual(0.75);
  });

  it('says that nothing was delivered', async () => {
    expect((await diagnosed(QUESTION, [])).verdict).toBe('logs-incomplete');
  });

  it('says that it was never sent where both ends are logged', async () => {
    const found = await diagnosed(QUESTION, OTHERS, {
      network: network({ networkInterfaces: [WEB, DB] }),
    });

    expect(found.verdict).toBe('no-records');
    expect(found.summary).toContain('it was never sent');
  });
});
