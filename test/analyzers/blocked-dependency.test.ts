import { describe, expect, it } from 'vitest';
import { blockedDependency } from '../../src/analyzers/blocked-dependency.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { DB_GROUP, network } from '../kit/networks.ts';
import { NOW } from '../kit/scope.ts';

const WEB = '10.0.1.5';
const DB = '10.0.2.9';
const CLOSED_AT = NOW - 1500;

/** One connection each minute, its request as the database's interface logs it. */
function requests(from: number, to: number, changes: Partial<FlowRecord> = {}): FlowRecord[] {
  const minutes = Math.floor((to - from) / 60);
  return Array.from({ length: minutes }, (_, minute) => {
    const start = from + minute * 60;
    return flow(changes.srcAddr ?? WEB, DB, {
      interfaceId: 'eni-0db',
      dstPort: 5432,
      packets: 6,
      ...changes,
      srcPort: 40_000 + (Math.floor(start / 60) % 20_000),
      start,
      end: start + 30,
    });
  });
}

/** The answers to those requests. */
function answers(of: readonly FlowRecord[]): FlowRecord[] {
  return of.map((one) => ({
    ...one,
    srcAddr: one.dstAddr as string,
    dstAddr: one.srcAddr as string,
    srcPort: one.dstPort as number,
    dstPort: one.srcPort as number,
  }));
}

const WORKED = requests(NOW - 7200, CLOSED_AT);
const REJECTED = requests(CLOSED_AT, NOW, { action: 'REJECT', packets: 3 });
const OUTAGE = [...WORKED, ...answers(WORKED), ...REJECTED];
const CLOSED = network({ securityGroups: [{ ...DB_GROUP, inbound: [] }] });

describe('the detector of blocked dependencies', () => {
  it('finds a client that was answered and is rejected now, about the server that it cannot reach', async () => {
    const { fired } = await watched({ detector: blockedDependency, records: OUTAGE });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { kind: 'address', id: DB },
      class: 'tcp/5432',
      severity: 'high',
      first: CLOSED_AT,
      others: [WEB],
      ask: 'reject 10.0.2.9 port 5432',
      measured: { value: 25, normal: null },
    });
    expect(fired[0]?.occurrence?.ongoing).toBe(true);
  });

  it('names the rule that rejects it where the configuration is known', async () => {
    const { fired } = await watched({ detector: blockedDependency, records: OUTAGE, network: CLOSED });

    expect(fired[0]).toMatchObject({
      blocker: { kind: 'security-group', id: 'sg-0db', direction: 'inbound' },
      exchange: { initiator: { name: 'web-1' }, responder: { name: 'db-1' }, port: 5432 },
    });
    expect(fired[0]?.steps?.some(({ outcome }) => outcome === 'deny')).toBe(true);
    expect(fired[0]?.summary).toContain('web-1 (10.0.1.5) cannot reach db-1 (10.0.2.9) on tcp 5432');
    expect(fired[0]?.detection?.subject.name).toBe('db-1');
  });

  it('says that the rules were not read where they were not', async () => {
    const { fired } = await watched({ detector: blockedDependency, records: OUTAGE });

    expect(fired[0]?.blocker).toBeNull();
    expect(fired[0]?.detection?.unseen).toEqual([
      'The rules were not read, so the one that rejects it has no name here.',
    ]);
  });

  it('is quiet about a client that was never answered', async () => {
    const denied = requests(NOW - 7200, NOW, { action: 'REJECT' });

    const { all } = await watched({ detector: blockedDependency, records: denied });

    expect(all).toEqual([]);
  });

  it('is quiet about fewer than three attempts', async () => {
    const two = REJECTED.slice(0, 2);

    const { fired } = await watched({
      detector: blockedDependency,
      records: [...WORKED, ...answers(WORKED), ...two],
    });

    expect(fired).toEqual([]);
  });

  it('is quiet about packets that trail closed connections', async () => {
    const served = requests(NOW - 7200, NOW);
    const late = served.slice(-20).map((one) => ({
      ...one,
      action: 'REJECT' as const,
      packets: 1,
      start: (one.end as number) + 5,
      end: (one.end as number) + 6,
    }));

    const { all } = await watched({
      detector: blockedDependency,
      records: [...served, ...answers(served), ...late],
    });

    expect(all).toEqual([]);
  });

  it('leaves what is rejected from outside to others', async () => {
    const probes = requests(NOW - 3600, NOW, { srcAddr: '198.51.100.7', action: 'REJECT' });

    const { all } = await watched({ detector: blockedDependency, records: probes });

    expect(all).toEqual([]);
  });

  it('finds replies that a network ACL drops, where they were let through before', async () => {
    const asked = requests(CLOSED_AT, NOW);
    const dropped = answers(asked).map((one) => ({ ...one, action: 'REJECT' as const }));

    const { fired } = await watched({
      detector: blockedDependency,
      records: [...WORKED, ...answers(WORKED), ...asked, ...dropped],
    });

    expect(fired[0]).toMatchObject({
      detection: { subject: { id: DB }, class: 'tcp/5432', severity: 'high', others: [WEB] },
      blocker: { kind: 'network-acl' },
    });
  });

  it('is less severe where some connections are still answered', async () => {
    const half = requests(CLOSED_AT, NOW).filter((_, index) => index % 2 === 0);

    const { fired } = await watched({
      detector: blockedDependency,
      records: [
        ...WORKED,
        ...answers(WORKED),
        ...answers(half),
        ...REJECTED.filter((_, index) => index % 2 === 1),
      ],
    });

    expect(fired[0]?.detection?.severity).toBe('medium');
    expect(fired[0]?.summary).toContain('part of it still is');
  });

  it('is one detection for all clients of a service', async () => {
    const other = '10.0.1.6';
    const worked = requests(NOW - 7200, CLOSED_AT, { srcAddr: other });
    const rejected = requests(CLOSED_AT, NOW, { srcAddr: other, action: 'REJECT' });

    const { fired } = await watched({
      detector: blockedDependency,
      records: [...OUTAGE, ...worked, ...answers(worked), ...rejected],
    });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({ size: 2, others: expect.arrayContaining([WEB, other]) });
  });

  it('finds a new client whose neighbours are answered, and is less sure of it', async () => {
    const served = requests(NOW - 7200, NOW);
    const fresh = requests(CLOSED_AT, NOW, { srcAddr: '10.0.1.77', action: 'REJECT' });

    const { fired } = await watched({
      detector: blockedDependency,
      records: [...served, ...answers(served), ...fresh],
    });

    expect(fired[0]).toMatchObject({
      confidence: 0.75,
      detection: { severity: 'medium', others: ['10.0.1.77'] },
    });
  });

  it('covers services on ports that clients pick too', async () => {
    const [worked, rejected] = [WORKED, REJECTED].map((of) => of.map((one) => ({ ...one, dstPort: 50_051 })));
    const records = [...(worked ?? []), ...answers(worked ?? []), ...(rejected ?? [])];

    const { fired } = await watched({ detector: blockedDependency, records });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({ subject: { id: DB }, others: [WEB] });
    expect(fired[0]?.summary).toContain('tcp 50051');
  });

  it('covers IPv6', async () => {
    const ours = { interfaceId: 'eni-0db', dstPort: 5432 };
    const at = (one: FlowRecord): FlowRecord => ({
      ...one,
      ...ours,
      srcAddr: one.srcAddr === WEB ? 'fd00:1::5' : 'fd00:2::9',
      dstAddr: one.dstAddr === WEB ? 'fd00:1::5' : 'fd00:2::9',
      dstPort: one.dstPort as number,
    });

    const { fired } = await watched({ detector: blockedDependency, records: OUTAGE.map(at) });

    expect(fired[0]?.detection?.subject.id).toBe('fd00:2::9');
  });

  it('remembers what was answered, and goes on when the day before no longer shows it', async () => {
    const first = await watched({ detector: blockedDependency, records: OUTAGE });
    const acquaintances = Object.fromEntries(
      first.observed.acquaintances.map(({ kind, key, at }) => [
        `${kind} ${key}`,
        { first: at, last: at, days: 1 },
      ]),
    );

    const { fired } = await watched({
      detector: blockedDependency,
      records: REJECTED,
      history: remembered({ acquaintances }),
    });

    expect(fired).toHaveLength(1);
  });

  it('does not look into the day before again for what has been denied in every round', async () => {
    const history = remembered({
      acquaintances: {
        'refused-dependency 10.0.1.5 10.0.2.9 tcp/5432': { first: NOW - 9e5, last: NOW - 300, days: 9 },
      },
    });

    const { all } = await watched({ detector: blockedDependency, records: OUTAGE, history });

    expect(all).toEqual([]);
  });
});
