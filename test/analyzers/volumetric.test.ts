import { describe, expect, it } from 'vitest';
import { volumetric } from '../../src/analyzers/volumetric.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { NOW } from '../kit/scope.ts';

const END = NOW - (NOW % 600);
const HOUR = { window: { start: END - 3600, end: END } };

interface Receiving {
  /** Seconds before END, from and to. */
  readonly from: number;
  readonly to: number;
  readonly sources: number;
  /** Bytes and packets from each source in each minute. */
  readonly bytes: number;
  readonly packets: number;
  readonly every?: number;
  readonly changes?: Partial<FlowRecord>;
}

/** A record of every source in every minute. */
function receiving({
  from,
  to,
  sources,
  bytes,
  packets,
  every = 60,
  changes = {},
}: Receiving): readonly FlowRecord[] {
  const minutes = Math.floor((from - to) / every);
  return Array.from({ length: minutes }, (_, minute) => {
    const start = END - from + minute * every;
    return Array.from({ length: sources }, (_, at) =>
      flow(`203.0.${Math.floor(at / 200)}.${at % 200}`, '10.0.1.5', {
        ...{ interfaceId: 'eni-0web', bytes, packets, start, end: start + every - 1 },
        ...changes,
      }),
    );
  }).flat();
}

const CLIENTS = receiving({ from: 3600, to: 0, sources: 15, bytes: 20_000, packets: 40 });
const answersTo = (records: readonly FlowRecord[]) =>
  records.map((record) => ({
    ...record,
    ...{ srcAddr: record.dstAddr ?? null, dstAddr: record.srcAddr ?? null },
    ...{ srcPort: record.dstPort ?? null, dstPort: record.srcPort ?? null },
  }));

const FLOOD = { from: 480, to: 0, sources: 120, bytes: 200_000, packets: 300 };

const found = (records: readonly FlowRecord[], parts: Partial<Parameters<typeof watched>[0]> = {}) =>
  watched({ detector: volumetric, records, request: HOUR, ...parts });

describe('the detector of floods', () => {
  it('finds that an address receives far more, from far more sources', async () => {
    const { fired } = await found([...CLIENTS, ...answersTo(CLIENTS), ...receiving(FLOOD)]);

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      ...{ subject: { kind: 'address', id: '10.0.1.5' }, severity: 'high', last: END },
      ask: 'top 10.0.1.5 port 443 by source',
    });
    expect(fired[0]?.summary).toContain('from 120 sources, most of it at tcp 443 (https)');
  });

  it('calls it small packets where they are, and tells that they are not answered', async () => {
    const syn = receiving({ ...FLOOD, sources: 150, packets: 600, bytes: 30_000 });

    const { fired } = await found([...CLIENTS, ...syn]);

    expect(fired[0]?.summary).toContain('packets a second, all small');
    expect(fired[0]?.summary).toContain('0 % was answered');
  });

  it('says that it is aimed at no port in particular, and takes no answers of other protocols for its own', async () => {
    const flood = Array.from({ length: 120 }, (_, at) =>
      receiving({ ...FLOOD, sources: 60, changes: { protocol: 17, action: 'REJECT', dstPort: 2000 + at } }),
    ).flat();
    const tunnel = receiving({ ...FLOOD, from: 3600, sources: 1, packets: 9000, changes: { protocol: 50 } });

    const { fired } = await found([...CLIENTS, ...flood, ...tunnel, ...answersTo(tunnel)]);

    expect(fired[0]?.summary).toContain('most of it udp, at no port in particular');
    expect(fired[0]?.summary).toContain('0 % was answered');
    expect(fired[0]?.evidence).toMatchObject(Array.from({ length: 5 }, () => ({ protocol: 17 })));
    expect(fired[0]?.detection).toMatchObject({ severity: 'high', ask: 'top 10.0.1.5 proto udp by source' });
  });

  it('takes the slots in which it began and ended for no measure of what is usual', async () => {
    const begun = { from: 1810, to: 1740 };
    const flood = [
      ...receiving({ ...FLOOD, ...begun, every: 10, bytes: 30_000, packets: 50 }),
      ...receiving({ ...FLOOD, from: 1740, to: 1200 }),
    ];

    expect((await found([...CLIENTS, ...flood])).fired).toHaveLength(1);
  });

  it('takes the time without a record of the interface for no hour without traffic', async () => {
    const busy = receiving({ ...FLOOD, from: 3600 });
    const day = { window: { start: END - 86_400, end: END } };
    const dayAfter = { window: { start: END - 3600, end: END + 86_400 - 3600 } };

    for (const request of [day, dayAfter]) {
      const { fired } = await found(busy, { request });
      expect(fired).toEqual([]);
    }
  });

  it('is quiet about a backup, however much it brings', async () => {
    const backup = receiving({ ...FLOOD, sources: 2, bytes: 2e9, packets: 2e6 });

    const { all } = await found([...CLIENTS, ...backup]);

    expect(all).toEqual([]);
  });

  it('is quiet about many sources that bring little', async () => {
    const knocking = receiving({ ...FLOOD, bytes: 60, packets: 1, changes: { action: 'REJECT' } });

    const { all } = await found([...CLIENTS, ...knocking]);

    expect(all).toEqual([]);
  });

  it('is quiet about a busy server that is always as busy', async () => {
    const { all } = await found(receiving({ ...FLOOD, from: 3600, sources: 100 }));

    expect(all).toEqual([]);
  });

  it('is quiet about a single minute', async () => {
    const minute = receiving({ ...FLOOD, from: 120, to: 60, bytes: 2e6, packets: 3000 });

    const { all } = await found([...CLIENTS, ...minute]);

    expect(all).toEqual([]);
  });

  it('knows what is usual by heart', async () => {
    const series = (value: number) =>
      Array.from({ length: 7 * 288 }, (_, at) => ({ at: END - 3600 - (7 * 288 - at) * 300, value }));
    const history = (sources: number, bytes: number) =>
      remembered({
        samples: {
          'volumetric|10.0.1.5|sources': series(sources),
          'volumetric|10.0.1.5|packets': series(bytes / 700),
          'volumetric|10.0.1.5|bytes': series(bytes),
        },
      });
    const records = receiving({ ...FLOOD, from: 3600 });

    const unusual = await found(records, { history: history(15, 1.5e6) });
    const usual = await found(records, { history: history(100, 1.1e8) });

    expect(unusual.fired[0]?.detection?.measured.basis).toBe(
      'what is rarely exceeded in this hour of the day over 7 days',
    );
    expect(usual.all).toEqual([]);
  });

  it('finds one over IPv6, in records of ten minutes, logged at both ends', async () => {
    const six = (records: readonly FlowRecord[]) =>
      records.map((record) => ({
        ...record,
        srcAddr: `fd00:9::${record.srcAddr?.split('.').slice(2).join(':')}`,
        dstAddr: 'fd00:1::5',
      }));
    const tens = six([
      ...receiving({ from: 3600, to: 0, sources: 15, bytes: 200_000, packets: 400, every: 600 }),
      ...receiving({ ...FLOOD, from: 1200, bytes: 2e6, packets: 3000, every: 600 }),
    ]);
    const both = [
      ...tens,
      ...tens.filter((_, at) => at % 9 === 0).map((one) => ({ ...one, interfaceId: 'eni-0aaa' })),
    ];

    const { fired } = await found(both);

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({ subject: { id: 'fd00:1::5' }, size: 120 });
  });

  it('finds one that lies within a single record of ten minutes', async () => {
    const tens = { every: 600, from: 600, to: 0 };
    const usual = receiving({ from: 3600, to: 0, sources: 15, bytes: 2000, packets: 4 });

    const { fired } = await found([
      ...usual,
      ...receiving({ ...FLOOD, ...tens, bytes: 2e6, packets: 3000, sources: 300 }),
    ]);

    expect(fired[0]?.detection).toMatchObject({ subject: { id: '10.0.1.5' } });
    // 600 MB in ten minutes.
    expect(fired[0]?.summary).toContain('received 8.0 Mb/s');
  });

  it('finds one that ended between two rounds, says that it is over, and learns nothing from it', async () => {
    const flood = receiving({ ...FLOOD, from: 2400, to: 1920 });
    const history = remembered({});

    const { fired, observed } = await found([...CLIENTS, ...flood], { history });

    expect(fired[0]).toMatchObject({ occurrence: { ongoing: false, last: END - 1800 } });
    expect(Math.max(...observed.samples.map(({ value }) => value))).toBeLessThan(2e6);
  });

  it('remembers what addresses with several clients receive', async () => {
    const { observed } = await found(receiving({ from: 3600, to: 0, sources: 30, bytes: 1000, packets: 10 }));

    expect(observed.samples).toHaveLength(36);
    expect(observed.samples[0]).toEqual({ series: 'volumetric|10.0.1.5|sources', at: END - 3600, value: 30 });
  });
});
