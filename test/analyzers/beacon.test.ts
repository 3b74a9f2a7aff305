import { describe, expect, it } from 'vitest';
import { beacon } from '../../src/analyzers/beacon.ts';
import { understand } from '../../src/commands/answer.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { ipv4, network, WEB } from '../kit/networks.ts';
import { randomOf } from '../kit/random.ts';
import { beats, chance, sizeOf } from '../kit/rhythms.ts';
import { NOW } from '../kit/scope.ts';

const DAY = 86_400;
const HOST = '10.0.1.5';
const RARE = '203.0.113.9';
const LAST_DAY = { window: { start: NOW - DAY, end: NOW } };

/** A short connection to https at each of the starts, from the next port. */
function connections(
  starts: readonly number[],
  changes: Partial<FlowRecord> = {},
  size = () => 940,
): readonly FlowRecord[] {
  return starts.map((at, number) =>
    flow(HOST, RARE, {
      srcPort: 32_768 + number,
      start: NOW - DAY + at,
      end: NOW - DAY + at + 12,
      packets: 9,
      bytes: size(),
      ...changes,
    }),
  );
}

const BEACON = connections(beats(randomOf(1), { period: 1800, jitter: 0.5, missed: 0.2 }));

function found(records: readonly FlowRecord[], parts: Partial<Parameters<typeof watched>[0]> = {}) {
  return watched({ detector: beacon, records, request: LAST_DAY, ...parts });
}

describe('the detector of beacons', () => {
  it('finds connections that come as a clock ticks, with jitter and missed beats', async () => {
    const { fired } = await found(BEACON);

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { kind: 'address', id: HOST },
      class: '203.0.113.0/24 tcp/443',
      severity: 'medium',
      others: [RARE],
    });
    expect(fired[0]?.summary).toMatch(/10\.0\.1\.5 connects to 203\.0\.113\.9 .* about every [23]\d minutes/);
    expect(fired[0]?.evidence).toHaveLength(5);
  });

  it('finds an hourly one whose connections differ in size, where nobody else goes there, for the digest', async () => {
    const random = randomOf(36);
    const hourly = beats(random, { period: 3600, jitter: 0.5, missed: 0.2 });
    const records = connections(hourly, {}, () => sizeOf(random, 'any'));
    const others = records
      .map((one) => ({ ...one, srcAddr: '10.0.2.7', packets: 3, bytes: 200 }))
      .slice(0, 2);

    const alone = await found(records);
    const together = await found([...records, ...others]);

    expect(alone.fired.map(({ detection }) => detection?.severity)).toEqual(['low']);
    expect(together.fired).toEqual([]);
  });

  it('is quiet about a host that asks a new service once a second all day, at any moment', async () => {
    const busy = chance(randomOf(7), DAY, 7 * 3600).map((at) => at + DAY - 7 * 3600);
    const records = connections(busy, {}).map((one, number) => ({
      ...one,
      srcPort: 32_768 + (number % 28_000),
    }));

    const { all } = await found(records);

    expect(all).toEqual([]);
  });

  it('tells of the host, and not of the NAT gateway that passes its connections on, nor counts that as somebody else', async () => {
    const random = randomOf(36);
    const hourly = beats(random, { period: 3600, jitter: 0.5, missed: 0.2 });
    const records = connections(hourly, {}, () => sizeOf(random, 'any'));
    const passedOn = records.map((one) => ({ ...one, interfaceId: 'eni-0nat', srcAddr: '10.0.9.10' }));
    const gateway = { ...WEB, id: 'eni-0nat', type: 'nat_gateway', ipv4: [ipv4('10.0.9.10')] };

    const { all } = await found([...records, ...passedOn], {
      network: network({ networkInterfaces: [WEB, gateway] }),
    });

    expect(all.map(({ detection }) => [detection?.subject.id, detection?.severity])).toEqual([[HOST, 'low']]);
    expect(all[0]?.detection?.level).toBeGreaterThanOrEqual(1);
  });

  it('finds it over IPv6', async () => {
    const records = BEACON.map((one) => ({ ...one, srcAddr: 'fd00::5', dstAddr: '2001:db8:7::9' }));

    expect((await found(records)).fired[0]?.detection?.class).toBe('2001:db8:7::/48 tcp/443');
  });

  it('finds datagrams from one port', async () => {
    const starts = beats(randomOf(2), { period: 1800, jitter: 0.2, missed: 0.1 });

    expect(
      (await found(connections(starts, { protocol: 17, srcPort: 41_000, dstPort: 4000 }))).fired,
    ).toHaveLength(1);
  });

  it('counts what two interfaces logged once', async () => {
    const twice = [...BEACON, ...BEACON.map((one) => ({ ...one, interfaceId: 'eni-0bbb' }))];
    const [once, double] = [await found(BEACON), await found(twice)];

    expect(double.fired[0]?.detection?.measured).toEqual(once.fired[0]?.detection?.measured);
  });

  it('asks a question that is understood', async () => {
    const { fired } = await found(BEACON);

    expect(understand(fired[0]?.detection?.ask ?? '', { now: NOW, timeZone: 'UTC' }).kind).toBe('question');
  });

  it('is quiet about connections that come by chance', async () => {
    const random = randomOf(4);
    const records = connections(chance(random, 60), {}, () => sizeOf(random, 'any'));

    expect((await found(records)).all).toEqual([]);
  });

  it('is quiet about a connection that persists, however evenly its records come', async () => {
    const records = connections(
      Array.from({ length: 1440 }, (_, minute) => minute * 60),
      { srcPort: 40_000, tcpFlags: 0 },
    ).map((one) => ({ ...one, end: (one.start ?? 0) + 59 }));

    expect((await found(records)).all).toEqual([]);
  });

  it('finds two hosts that poll one destination, though a NAT gateway passes both on', async () => {
    const both = ['10.0.1.5', '10.0.1.6'].flatMap((srcAddr) => BEACON.map((one) => ({ ...one, srcAddr })));
    const passedOn = both.map((one) => ({ ...one, interfaceId: 'eni-0nat', srcAddr: '10.0.9.10' }));
    const gateway = { ...WEB, id: 'eni-0nat', type: 'nat_gateway', ipv4: [ipv4('10.0.9.10')] };

    const { fired } = await found([...both, ...passedOn], {
      network: network({ networkInterfaces: [WEB, gateway] }),
    });

    expect(fired.map(({ detection }) => detection?.subject.id)).toEqual(['10.0.1.5', '10.0.1.6']);
  });

  it('is quiet about a destination that several of ours poll', async () => {
    const records = ['10.0.1.5', '10.0.1.6', '10.0.2.7'].flatMap((srcAddr) =>
      BEACON.map((one) => ({ ...one, srcAddr })),
    );

    expect((await found(records)).all).toEqual([]);
  });

  it('is quiet about a destination that was known a week ago', async () => {
    const known = { first: NOW - 9 * DAY, last: NOW - DAY, days: 9 };
    const history = remembered({ acquaintances: { 'destination 203.0.113.0/24': known } });

    expect((await found(BEACON, { history })).all).toEqual([]);
  });

  it('is quiet about AWS services, but not about what somebody rents there', async () => {
    const at = (service: string) => BEACON.map((one) => ({ ...one, pktDstAwsService: service }));

    expect((await found(at('AMAZON'))).all).toEqual([]);
    expect((await found(at('EC2'))).fired).toHaveLength(1);
  });

  it('is quiet about what the operator expects', async () => {
    expect((await found(BEACON, { parameters: { expected: ['203.0.113.0/28'] } })).all).toEqual([]);
  });

  it('takes the replies of our own server for no connections of its own', async () => {
    const records = BEACON.map((one) => ({ ...one, srcPort: 443, dstPort: one.srcPort ?? 0 }));

    expect((await found(records)).all).toEqual([]);
  });

  it('says that an hour is too short for it', async () => {
    const { fired, notes } = await watched({ detector: beacon, records: BEACON });

    expect(fired).toEqual([]);
    expect(notes.join()).toContain('Beacons were not looked for: they take 6 hours of records');
  });

  it('remembers whom it saw', async () => {
    const { observed } = await found(BEACON);

    expect(observed.acquaintances.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'peer 10.0.1.5 203.0.113.0/24',
      'destination 203.0.113.0/24',
    ]);
  });
});
