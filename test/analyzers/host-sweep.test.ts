import { describe, expect, it } from 'vitest';
import { hostSweep } from '../../src/analyzers/host-sweep.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { attempt, back, idle, refused, session, upTo, withoutFlags } from '../kit/probing.ts';

const SWEEPER = '10.0.1.5';
const host = (index: number) => `10.0.${2 + Math.floor(index / 250)}.${1 + (index % 250)}`;

async function fired(records: readonly FlowRecord[], rest: Partial<Parameters<typeof watched>[0]> = {}) {
  return (await watched({ detector: hostSweep, records, ...rest })).fired;
}

function sweep(hosts: number, changes: Partial<FlowRecord> = {}, port = 445) {
  return upTo(hosts).map((index) =>
    attempt(SWEEPER, host(index), port, { srcPort: 40_000 + index, ago: 900 - (index % 60), ...changes }),
  );
}

describe('the detector of host sweeps from inside', () => {
  it('finds one of ours that tries a port of many hosts', async () => {
    const [finding, ...others] = await fired(sweep(100));

    expect(others).toEqual([]);
    expect(finding?.detection).toMatchObject({
      subject: { kind: 'address', id: SWEEPER },
      class: 'tcp/445',
      severity: 'high',
      size: 100,
      measured: { value: 100 },
    });
    expect(finding?.summary).toContain(
      `${SWEEPER} sweeps hosts: 100 different hosts did not answer it on tcp 445 (smb)`,
    );
  });

  it.each<[string, readonly FlowRecord[]]>([
    ['toward outside', upTo(40).map((index) => attempt(SWEEPER, `198.51.100.${index}`, 23))],
    ['that policy rejects', sweep(40, { action: 'REJECT' })],
    ['that hosts refuse', upTo(40).flatMap((index) => refused(SWEEPER, host(index), 22))],
    ['without flags', withoutFlags(upTo(40).flatMap((index) => refused(SWEEPER, host(index), 22)))],
    [
      'that hosts refuse each time, as Windows tries three times',
      withoutFlags(
        upTo(40).flatMap((index) =>
          refused(SWEEPER, host(index), 22).map((one) => ({
            ...one,
            packets: 3,
            bytes: 3 * (one.bytes ?? 0),
          })),
        ),
      ),
    ],
    ['over IPv6', upTo(40).map((index) => attempt('fd00:1::5', `fd00:2::${index}`, 22))],
    [
      'aggregated over ten minutes',
      sweep(40, { packets: 3, bytes: 180 }).map((one) => ({ ...one, end: (one.start ?? 0) + 600 })),
    ],
    [
      'with some hosts that answer',
      upTo(60).flatMap((index) =>
        index % 6 === 0 ? session(SWEEPER, host(index), 22) : [attempt(SWEEPER, host(index), 22)],
      ),
    ],
  ])('finds a sweep %s', async (_, records) => {
    expect(await fired(records)).toHaveLength(1);
  });

  const pings = (hosts: number, changes: Partial<FlowRecord> = {}) =>
    sweep(hosts, { protocol: 1, srcPort: 0, packets: 4, bytes: 336, tcpFlags: 0, ...changes }, 0);

  it('finds a sweep by ping', async () => {
    const [finding, ...others] = await fired(pings(40));

    expect(others).toEqual([]);
    expect(finding?.detection).toMatchObject({
      class: 'icmp',
      size: 40,
      ask: `records ${SWEEPER} proto icmp`,
    });
    expect(finding?.summary).toContain('40 different hosts did not answer it on icmp');
  });

  it('finds a sweep by ping over IPv6', async () => {
    const records = upTo(40).map((index) =>
      attempt('fd00:1::5', `fd00:2::${index}`, 0, { protocol: 58, srcPort: 0, tcpFlags: 0 }),
    );

    expect((await fired(records)).map(({ detection }) => detection?.class)).toEqual(['icmpv6']);
  });

  it.each<[string, readonly FlowRecord[]]>([
    ['pings that are answered', pings(40).flatMap((one) => [one, back(one)])],
    [
      'errors to those whose connections a host refuses',
      pings(40).flatMap((error) => [error, back(error, { protocol: 6, dstPort: 8080, srcPort: 50_000 })]),
    ],
    [
      'the discovery of neighbours',
      upTo(40).map((index) =>
        attempt('fd00:1::5', `ff02::1:ff00:${index}`, 0, { protocol: 58, srcPort: 0, tcpFlags: 0 }),
      ),
    ],
  ])('is quiet about %s', async (_, records) => {
    expect(await fired(records)).toEqual([]);
  });

  it('finds a sweep that is sent from the port of a service, by its SYNs', async () => {
    expect(await fired(sweep(40, { srcPort: 53 }, 3389))).toHaveLength(1);
  });

  it('counts what both interfaces logged once', async () => {
    const [finding] = await fired(
      sweep(30).flatMap((one) => [one, { ...one, interfaceId: 'eni-0bbb', action: 'REJECT' as const }]),
    );

    expect(finding?.detection).toMatchObject({ size: 30 });
  });

  it('tells up to five ports apart, and calls more than those many ports', async () => {
    const few = await fired([22, 445].flatMap((port) => sweep(40, {}, port)));
    const many = await fired([22, 23, 445, 3389, 5985, 8080].flatMap((port) => sweep(40, {}, port)));

    expect(few.map(({ detection }) => detection?.class).sort()).toEqual(['tcp/22', 'tcp/445']);
    expect(many.map(({ detection }) => detection?.class)).toEqual(['many ports']);
  });

  it.each<[string, readonly FlowRecord[]]>([
    [
      'monitoring that polls many hosts',
      upTo(200).flatMap((index) => session(SWEEPER, host(index), 9100, { packets: 4, bytes: 220 })),
    ],
    [
      'monitoring of which a few targets are down',
      upTo(200).flatMap((index) =>
        index % 6 === 0
          ? [attempt(SWEEPER, host(index), 9100)]
          : session(SWEEPER, host(index), 9100, { packets: 9, bytes: 900 }),
      ),
    ],
    [
      'monitoring of hosts that all went down, and had answered until then',
      upTo(60).flatMap((index) => [
        ...session(SWEEPER, host(index), 9100, { ago: 4500 }),
        attempt(SWEEPER, host(index), 9100),
      ]),
    ],
    [
      'a resolver that asks many servers, of which some do not answer',
      upTo(200).flatMap((index) => {
        const query = attempt(SWEEPER, `198.51.100.${index}`, 53, { protocol: 17, tcpFlags: null });
        return index % 5 === 0 ? [query] : [query, back(query, { bytes: 140 })];
      }),
    ],
    [
      'the replies of a service that many clients use',
      upTo(200).map((index) =>
        back(attempt(host(index), SWEEPER, 443, { srcPort: 40_000 }), { tcpFlags: 18 }),
      ),
    ],
    [
      'a time server’s replies',
      upTo(200).flatMap((index) => {
        const query = attempt(host(index), SWEEPER, 123, { protocol: 17, srcPort: 123, bytes: 76 });
        return [query, back(query)];
      }),
    ],
    [
      'the refusals of a service that restarts, with many clients that fail',
      withoutFlags(upTo(200).flatMap((index) => refused(host(index), SWEEPER, 8765, { srcPort: 40_000 }))),
    ],
    ['keep-alives of many idle sessions', upTo(60).flatMap((index) => idle(SWEEPER, host(index), 3389))],
    [
      'keep-alives without a byte in them',
      upTo(60).flatMap((index) => idle(SWEEPER, host(index), 3389, { bytes: 40 })),
    ],
    [
      'a single keep-alive of many idle sessions',
      upTo(60).flatMap((index) => idle(SWEEPER, host(index), 3389).slice(0, 2)),
    ],
    ['clients that all fail at one host', upTo(200).map((index) => attempt(host(index), SWEEPER, 5432))],
    [
      'retries to a few dead hosts',
      upTo(300).map((index) => attempt(SWEEPER, host(index % 4), 9100, { srcPort: 40_000 + index })),
    ],
    ['sweeps from outside', sweep(100, { srcAddr: '198.51.100.7' })],
  ])('is quiet about %s', async (_, records) => {
    expect(await fired(records)).toEqual([]);
  });

  it('is quiet about the scanners of the settings', async () => {
    expect(await fired(sweep(100), { parameters: { scanners: ['10.0.1.0/24'] } })).toEqual([]);
  });

  it('stays quiet about monitoring whose hosts stay down for longer than it looks back', async () => {
    const polls = upTo(60).flatMap((index) =>
      session(SWEEPER, host(index), 9100, { packets: 4, bytes: 220 }),
    );
    const { observed } = await watched({ detector: hostSweep, records: polls });
    const history = remembered({
      acquaintances: Object.fromEntries(
        observed.acquaintances.map(({ kind, key }) => [`${kind} ${key}`, { first: 0, last: 0, days: 1 }]),
      ),
    });

    expect(await fired(sweep(60, {}, 9100), { history })).toEqual([]);
    expect(await fired(sweep(60, {}, 22), { history })).toHaveLength(1);
  });

  it('says what the format of the records hides', async () => {
    const [finding] = await fired(withoutFlags(sweep(40)));

    expect(finding?.detection?.unseen).toEqual([
      expect.stringContaining('pkt-dstaddr'),
      expect.stringContaining('tcp-flags'),
    ]);
  });
});
