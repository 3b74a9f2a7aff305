import { describe, expect, it } from 'vitest';
import { newEdge } from '../../src/analyzers/new-edge.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { DB, network, WEB } from '../kit/networks.ts';
import { NOW } from '../kit/scope.ts';

const DAY = 86_400;
const SYN = 2;
const SYN_ACK = 18;

/** Connections that the server accepted, one a client port. */
function talk(client: string, server: string, port: number, connections = 5): FlowRecord[] {
  return Array.from({ length: connections }, (_, n) => [
    flow(client, server, { srcPort: 50_000 + n, dstPort: port, tcpFlags: SYN, packets: 8 }),
    flow(server, client, { srcPort: port, dstPort: 50_000 + n, tcpFlags: SYN_ACK, packets: 7 }),
  ]).flat();
}

const OLD = { first: NOW - 20 * DAY, last: NOW - DAY, days: 20 };

describe('the detector of new edges', () => {
  it('finds two networks that talk on a sensitive port for the first time', async () => {
    const { fired } = await watched({
      detector: newEdge,
      records: talk('10.0.1.5', '10.0.2.9', 22),
      history: remembered({}),
    });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { kind: 'subnet', id: '10.0.1.0/24' },
      class: 'tcp/22 to 10.0.2.0/24',
      severity: 'low',
      others: ['10.0.2.9'],
      measured: { value: 5, normal: 0 },
    });
    expect(fired[0]?.evidence.length).toBeGreaterThan(0);
  });

  it('is quiet about a new host of a network that talked there before', async () => {
    const history = remembered({ acquaintances: { 'role-edge 10.0.1.0/24 10.0.2.0/24 tcp/22': OLD } });

    const { all } = await watched({
      detector: newEdge,
      records: talk('10.0.1.77', '10.0.2.88', 22),
      history,
    });

    expect(all).toEqual([]);
  });

  it('knows a subnet as a whole where the configuration tells it', async () => {
    const history = remembered({ acquaintances: { 'role-edge 10.0.0.0/20 10.0.2.0/24 tcp/22': OLD } });
    const wide = network({
      subnets: [
        {
          id: 'subnet-0pods',
          name: 'pods',
          vpcId: 'vpc-0aaa',
          blocks: [{ kind: 'cidr', family: 4, text: '10.0.0.0/20', prefix: 20 }],
          availabilityZone: null,
          blockMode: null,
        },
        ...(network().subnets ?? []).filter(({ id }) => id === 'subnet-0db'),
      ],
    });

    const records = talk('10.0.9.5', '10.0.2.9', 22);
    const known = await watched({ detector: newEdge, records, history, network: wide });
    const unknown = await watched({ detector: newEdge, records, history });

    expect(known.all).toEqual([]);
    expect(unknown.fired).toHaveLength(1);
  });

  it('calls a port that is not sensitive new only where nothing of the network ever answered on it', async () => {
    const records = talk('10.0.1.5', '10.0.2.9', 8080);
    const served = remembered({ acquaintances: { 'role-service 10.0.2.0/24 tcp/8080': OLD } });

    const quiet = await watched({ detector: newEdge, records, history: served });
    const loud = await watched({ detector: newEdge, records, history: remembered({}) });

    expect(quiet.all).toEqual([]);
    expect(loud.fired[0]?.detection?.class).toBe('tcp/8080 to 10.0.2.0/24');
  });

  it('keeps calling new what was first seen inside the window', async () => {
    const history = remembered({
      acquaintances: {
        'role-edge 10.0.1.0/24 10.0.2.0/24 tcp/22': { first: NOW - 1800, last: NOW - 300, days: 1 },
      },
    });

    const { fired } = await watched({
      detector: newEdge,
      records: talk('10.0.1.5', '10.0.2.9', 22),
      history,
    });

    expect(fired).toHaveLength(1);
  });

  it('learns first, and says so', async () => {
    const { all, notes, observed } = await watched({
      detector: newEdge,
      records: talk('10.0.1.5', '10.0.2.9', 22),
      history: remembered({ since: NOW - 2 * DAY }),
    });

    expect(all).toEqual([]);
    expect(notes).toContainEqual(expect.stringContaining('of 7 days'));
    expect(observed.acquaintances).toContainEqual({
      kind: 'role-edge',
      key: '10.0.1.0/24 10.0.2.0/24 tcp/22',
      at: NOW - 30,
    });
  });

  it('has nothing but a note where nothing is remembered', async () => {
    const { all, notes } = await watched({ detector: newEdge, records: talk('10.0.1.5', '10.0.2.9', 22) });

    expect(all).toEqual([]);
    expect(notes).toContainEqual(expect.stringContaining('not remembered here'));
  });

  it('is quiet about requests that nobody answers', async () => {
    const records = talk('10.0.1.5', '10.0.2.9', 22).filter(({ tcpFlags }) => tcpFlags === SYN);

    const { all } = await watched({ detector: newEdge, records, history: remembered({}) });

    expect(all).toEqual([]);
  });

  it('is quiet about a client that took the port of a service, where there are no flags', async () => {
    const records = talk('10.0.1.5', '10.0.2.9', 3306, 1).map(({ tcpFlags: _, ...one }) => one);

    const { all } = await watched({ detector: newEdge, records, history: remembered({}) });

    expect(all).toEqual([]);
  });

  it('remembers a single connection to a sensitive port, where there are no flags, and none to another', async () => {
    const records = [...talk('10.0.1.5', '10.0.2.9', 22, 1), ...talk('10.0.1.5', '10.0.2.9', 8080, 1)].map(
      ({ tcpFlags: _, ...one }) => one,
    );

    const { observed } = await watched({ detector: newEdge, records, history: remembered({}) });

    expect(observed.acquaintances.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'role-edge 10.0.1.0/24 10.0.2.0/24 tcp/22',
      'role-service 10.0.2.0/24 tcp/22',
    ]);
  });

  it('is quiet about a NAT gateway, at whose address services outside seem to answer', async () => {
    const gateway = network({ networkInterfaces: [{ ...DB, type: 'nat_gateway' }] });

    const { all } = await watched({
      detector: newEdge,
      records: talk('10.0.1.5', '10.0.2.9', 853),
      history: remembered({}),
      network: gateway,
    });

    expect(all).toEqual([]);
  });

  it('is quiet about a host that is being set up', async () => {
    const young = network({ networkInterfaces: [{ ...WEB, attachedAt: NOW - 3600 }] });

    const { all } = await watched({
      detector: newEdge,
      records: talk('10.0.1.5', '10.0.2.9', 22),
      history: remembered({}),
      network: young,
    });

    expect(all).toEqual([]);
  });
});
