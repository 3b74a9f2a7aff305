import { describe, expect, it } from 'vitest';
import { exposedPort } from '../../src/analyzers/exposed-port.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { watched } from '../kit/detecting.ts';
import { allow, ipv4, network, networkInterface, tcp, WEB, WEB_GROUP } from '../kit/networks.ts';
import { NOW } from '../kit/scope.ts';

const OURS = '10.0.1.5';
const SYN = 2;
const SYN_ACK = 18;
const RST = 4;

interface Session {
  readonly client?: string;
  readonly ours?: string;
  readonly port?: number;
  readonly clientPort?: number;
  readonly asks?: Partial<FlowRecord>;
  readonly answers?: Partial<FlowRecord>;
}

/** A client outside and what it is answered, as our interface logs them. */
function session(parts: Session = {}): FlowRecord[] {
  const { client = '198.51.100.7', ours = OURS, port = 22, clientPort = 51_000, asks, answers } = parts;
  return [
    flow(client, ours, { srcPort: clientPort, dstPort: port, packets: 12, bytes: 1800, ...asks }),
    flow(ours, client, { srcPort: port, dstPort: clientPort, packets: 11, bytes: 2400, ...answers }),
  ];
}

describe('the detector of exposed ports', () => {
  it('finds a port of administration that answers the internet, about our address', async () => {
    const { fired } = await watched({ detector: exposedPort, records: session() });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { kind: 'address', id: OURS },
      class: 'tcp/22',
      severity: 'high',
      others: ['198.51.100.7'],
      measured: { value: 1, normal: 0 },
    });
    expect(fired[0]?.summary).toContain('10.0.1.5 answers the internet on tcp 22 (ssh): 1 client outside');
  });

  it('names the rule that lets clients in where the configuration is known', async () => {
    const open = network({
      networkInterfaces: [networkInterface({ ipv4: [ipv4('10.0.1.5', { publicAddress: '203.0.113.5' })] })],
      securityGroups: [{ ...WEB_GROUP, inbound: [allow(tcp(22), '0.0.0.0/0', 'sgr-0any')] }],
    });

    const { fired } = await watched({ detector: exposedPort, records: session(), network: open });

    expect(fired[0]?.summary).toContain('web-1 (10.0.1.5) answers');
    expect(fired[0]?.summary).toContain('sg-0web (web) allows tcp 22 from 0.0.0.0/0');
    expect(fired[0]?.nextCheck).toContain('sgr-0any');
  });

  it('is of low severity where the rules open it to some clients only', async () => {
    const chosen = network({
      networkInterfaces: [networkInterface({ ipv4: [ipv4('10.0.1.5', { publicAddress: '203.0.113.5' })] })],
      securityGroups: [{ ...WEB_GROUP, inbound: [allow(tcp(22), '198.51.100.0/24')] }],
    });

    const { fired } = await watched({ detector: exposedPort, records: session(), network: chosen });

    expect(fired[0]?.detection?.severity).toBe('low');
    expect(fired[0]?.summary).toContain('and not from everywhere');
  });

  it('is one detection for an address and port, however many clients there are', async () => {
    const records = Array.from({ length: 40 }, (_, n) =>
      session({ client: `198.51.100.${n}`, clientPort: 40_000 + n }),
    ).flat();

    const { fired } = await watched({ detector: exposedPort, records });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection?.measured.value).toBe(40);
  });

  it('is quiet about probes that nothing answers', async () => {
    const [probe] = session();

    const { all } = await watched({ detector: exposedPort, records: probe ? [probe] : [] });

    expect(all).toEqual([]);
  });

  it('is quiet about probes that are rejected', async () => {
    const { all } = await watched({
      detector: exposedPort,
      records: session({ asks: { action: 'REJECT' } }),
    });

    expect(all).toEqual([]);
  });

  it('is of low severity where the host resets what the rules let in', async () => {
    const { fired } = await watched({
      detector: exposedPort,
      records: session({
        asks: { tcpFlags: SYN, packets: 2, bytes: 80 },
        answers: { tcpFlags: RST, packets: 2, bytes: 80 },
      }),
    });

    expect(fired[0]?.detection?.severity).toBe('low');
    expect(fired[0]?.summary).toContain('nothing listens there now');
  });

  it('knows a reset by its size where the format has no flags', async () => {
    const { fired } = await watched({
      detector: exposedPort,
      records: session({ asks: { packets: 2, bytes: 88 }, answers: { packets: 2, bytes: 80 } }),
    });

    expect(fired[0]?.detection?.severity).toBe('low');
  });

  it('takes one SYN-ACK for an answer', async () => {
    const { fired } = await watched({
      detector: exposedPort,
      records: session({
        port: 5432,
        asks: { tcpFlags: SYN, packets: 1, bytes: 44 },
        answers: { tcpFlags: SYN_ACK, packets: 1, bytes: 44 },
      }),
    });

    expect(fired[0]?.detection).toMatchObject({ class: 'tcp/5432', severity: 'high' });
  });

  it('is quiet about a connection that our own host opened from such a port, as flags show', async () => {
    const { all } = await watched({
      detector: exposedPort,
      records: session({
        port: 33_060,
        clientPort: 8443,
        asks: { tcpFlags: SYN_ACK },
        answers: { tcpFlags: SYN },
      }),
    });

    expect(all).toEqual([]);
  });

  it('takes a single exchange for the service’s where only its other end may be a client’s, and there are no flags', async () => {
    const { fired } = await watched({
      detector: exposedPort,
      records: session({ port: 3389, clientPort: 51_000 }),
    });

    expect(fired[0]?.detection).toMatchObject({ class: 'tcp/3389', severity: 'high' });
    expect(fired[0]?.confidence).toBeLessThan(0.9);
    expect(fired[0]?.detection?.unseen[0]).toContain('No TCP flags show who opened the connections');
  });

  it('is quiet about a single exchange whose ends may both be a client’s, where there are no flags', async () => {
    const { all } = await watched({
      detector: exposedPort,
      records: session({ port: 3389, clientPort: 8443 }),
    });

    expect(all).toEqual([]);
  });

  it('is quiet about a single exchange that may be a client of ours, where there are no flags', async () => {
    const { all } = await watched({
      detector: exposedPort,
      records: session({ port: 33_060, clientPort: 8443 }),
    });

    expect(all).toEqual([]);
  });

  it('is quiet about answers that a NAT gateway gets on such a port', async () => {
    const nat = network({ networkInterfaces: [{ ...WEB, type: 'nat_gateway' }] });

    const { all } = await watched({ detector: exposedPort, records: session(), network: nat });

    expect(all).toEqual([]);
  });

  it('tells the host behind a load balancer by the address that the packet has', async () => {
    const behind = session({
      asks: { dstAddr: '10.0.9.9', pktSrcAddr: '198.51.100.7', pktDstAddr: OURS },
      answers: { srcAddr: '10.0.9.9', pktSrcAddr: OURS, pktDstAddr: '198.51.100.7' },
    });

    const { fired } = await watched({ detector: exposedPort, records: behind });

    expect(fired[0]?.detection?.subject.id).toBe(OURS);
  });

  it('is quiet about clients that are allowed, and not about others', async () => {
    const parameters = { allowed: [{ from: ['203.0.113.0/24'], port: 22 }] };
    const office = session({ client: '203.0.113.9' });

    const quiet = await watched({ detector: exposedPort, records: office, parameters });
    const loud = await watched({ detector: exposedPort, records: [...office, ...session()], parameters });

    expect(quiet.all).toEqual([]);
    expect(loud.fired[0]?.detection?.others).toEqual(['198.51.100.7']);
  });

  it('is quiet about clients inside', async () => {
    const { all } = await watched({ detector: exposedPort, records: session({ client: '10.0.9.1' }) });

    expect(all).toEqual([]);
  });

  it('is quiet about ports that are meant for everybody', async () => {
    const { all } = await watched({ detector: exposedPort, records: session({ port: 443 }) });

    expect(all).toEqual([]);
  });

  it('covers IPv6, whose addresses are public ones inside too', async () => {
    const ours = '2001:db8:1::5';
    const clients = Array.from({ length: 30 }, (_, n) =>
      session({ ours, client: `2001:db8:f::${n + 1}`, clientPort: 40_000 + n }),
    ).flat();

    const { fired } = await watched({ detector: exposedPort, records: clients });

    expect(fired.map(({ detection }) => detection?.subject.id)).toEqual([ours]);
    expect(fired[0]?.detection?.last).toBeLessThanOrEqual(NOW);
  });

  it('takes clients in the IPv6 block of the same VPC for clients inside, though their interfaces are not logged', async () => {
    const ours = '2001:db8:1:10::5';
    const clients = Array.from({ length: 30 }, (_, n) =>
      session({ ours, client: `2001:db8:1:2f::${n + 1}`, port: 5432, clientPort: 40_000 + n }),
    ).flat();

    const { all } = await watched({ detector: exposedPort, records: clients });

    expect(all).toEqual([]);
  });
});
