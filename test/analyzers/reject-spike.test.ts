import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/analyzers/detection/history.ts';
import { rejectSpike } from '../../src/analyzers/reject-spike.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { NegativeBinomial } from '../kit/random-counts.ts';
import { NOW } from '../kit/scope.ts';

const SLOT = 300;
/** Where a slot of five minutes ends, and one of ten. */
const END = NOW - (NOW % 600);
const HOUR = { window: { start: END - 3600, end: END } };
const DAY = 86_400;

/** One rejected record from each of so many sources, in the slot that ends `ago` slots before NOW. */
function rejectedIn(ago: number, sources: number, changes: Partial<FlowRecord> = {}): FlowRecord[] {
  return Array.from({ length: sources }, (_, index) => {
    const start = END - (ago + 1) * SLOT + (index % SLOT);
    return flow(`198.51.${Math.floor(index / 250)}.${index % 250}`, '10.0.1.5', {
      ...{ action: 'REJECT', dstPort: 23, start, end: start + 20 },
      ...changes,
    });
  });
}

/** What an address on the internet turns away: `perSlot` gives how many sources. */
function hours(slots: number, perSlot: () => number, skip = 0): FlowRecord[] {
  return Array.from({ length: slots - skip }, (_, at) => rejectedIn(at + skip, perSlot())).flat();
}

function samples(days: number, perSlot: () => number): readonly Sample[] {
  const slots = (days * DAY) / SLOT;
  return Array.from({ length: slots }, (_, at) => ({
    at: END - 3600 - (slots - at) * SLOT,
    value: perSlot(),
  }));
}

const background = () => {
  const counts = new NegativeBinomial(5, 16, 2);
  return () => counts.next();
};

function history(days: number) {
  return remembered({ samples: { 'reject-spike|eni-0aaa': samples(days, background()) } });
}

const watchedHour = (parts: Omit<Parameters<typeof watched>[0], 'detector' | 'request'>) =>
  watched({ detector: rejectSpike, request: HOUR, ...parts });

describe('the detector of reject spikes', () => {
  it('finds three times as many rejected sources as are normal within two slots', async () => {
    const usual = background();
    const records = [...rejectedIn(0, 48), ...rejectedIn(1, 50), ...hours(12, usual, 2)];

    const { fired } = await watchedHour({ records, history: history(7) });

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection).toMatchObject({
      subject: { kind: 'network-interface', id: 'eni-0aaa' },
      severity: 'medium',
      measured: { value: 50, basis: 'median of this hour of the day over 7 days' },
      first: END - 2 * SLOT,
      last: END,
      ask: 'reject eni-0aaa port 23',
    });
  });

  it('shows records of the spike, though another interface turns away larger ones of many', async () => {
    const others = [0, 1].flatMap((ago) =>
      rejectedIn(ago, 400, { interfaceId: 'eni-0bbb', dstAddr: '10.0.1.6', packets: 3 }).map((one) => ({
        ...one,
        srcAddr: one.srcAddr?.replace('198.51', `203.${ago}`) ?? null,
      })),
    );
    const records = [...rejectedIn(0, 150), ...rejectedIn(1, 150), ...others];

    const { fired } = await watchedHour({ records });

    const spike = fired.find(({ detection }) => detection?.subject.id === 'eni-0aaa');
    expect(spike?.evidence).toHaveLength(5);
  });

  it('is quiet about the usual knocking of the internet', async () => {
    const records = hours(12, background());

    const { all } = await watchedHour({ records, history: history(7) });

    expect(all).toEqual([]);
  });

  it('takes the time without a record of the interface for no hour without rejections', async () => {
    const records = hours(12, () => 40);
    const day = { window: { start: END - DAY, end: END } };
    const dayAfter = { window: { start: END - 3600, end: END + DAY - 3600 } };

    for (const request of [day, dayAfter]) {
      const { fired } = await watched({ detector: rejectSpike, records, request });
      expect(fired).toEqual([]);
    }
  });

  it('is quiet about one source that knocks thousands of times', async () => {
    const scan = Array.from({ length: 3000 }, (_, port) =>
      flow('203.0.113.9', '10.0.1.5', {
        ...{ action: 'REJECT', dstPort: port, start: END - (port % 900) - 30, end: END - (port % 900) },
      }),
    );

    const { all } = await watchedHour({
      records: [...hours(12, background()), ...scan],
      history: history(7),
    });

    expect(all).toEqual([]);
  });

  describe('where the background varies much', () => {
    const varied = () => new NegativeBinomial(7, 16, 3.2);
    const learned = (days: number) => {
      const counts = varied();
      return remembered({ samples: { 'reject-spike|eni-0aaa': samples(days, () => counts.next()) } });
    };
    const usual = hours(9, () => 14, 0).map((record, index) => ({
      ...record,
      dstPort: 1000 + ((index * 37) % 5000),
      start: (record.start ?? 0) - 3 * SLOT,
      end: (record.end ?? 0) - 3 * SLOT,
    }));
    const surge = [45, 43, 47].flatMap((sources, ago) => rejectedIn(ago, sources));

    it('finds three slots in a row that want one port, none of which is sure alone', async () => {
      const { fired } = await watchedHour({ records: [...usual, ...surge], history: learned(14) });

      expect(fired[0]?.detection).toMatchObject({ ask: 'reject eni-0aaa port 23', first: END - 3 * SLOT });
    });

    it('is quiet about as many that want many ports', async () => {
      const many = surge.map((record, index) => ({ ...record, dstPort: 1000 + ((index * 37) % 5000) }));

      const { fired } = await watchedHour({ records: [...usual, ...many], history: learned(14) });

      expect(fired).toEqual([]);
    });

    it('is quiet about as many that want the port which most want at other times', async () => {
      const always = usual.map((record) => ({ ...record, dstPort: 23 }));

      const { fired } = await watchedHour({ records: [...always, ...surge], history: learned(14) });

      expect(fired).toEqual([]);
    });

    it('is quiet about one burst beside a busy slot', async () => {
      const burst = [14, 90, 33].flatMap((sources, ago) => rejectedIn(ago, sources));

      const { fired } = await watchedHour({ records: [...usual, ...burst], history: learned(14) });

      expect(fired).toEqual([]);
    });
  });

  it('is quiet about a single slot', async () => {
    const records = [...rejectedIn(1, 300), ...hours(12, background(), 2)];

    const { all } = await watchedHour({ records, history: history(7) });

    expect(all).toEqual([]);
  });

  it('ends when the newest slots are as usual', async () => {
    const records = [...rejectedIn(4, 90), ...rejectedIn(5, 90), ...hours(4, background())];

    const { all } = await watchedHour({ records, history: history(7) });

    expect(all).toEqual([]);
  });

  it('takes a high fixed minimum while it learns', async () => {
    const records = [...rejectedIn(0, 60), ...rejectedIn(1, 60)];
    const many = [...rejectedIn(0, 160), ...rejectedIn(1, 160)];

    const young = remembered({ since: END - 7200 });

    expect((await watchedHour({ records, history: young })).fired).toEqual([]);
    expect((await watchedHour({ records: many, history: young })).fired).toHaveLength(1);
  });

  it('compares with the day before where nothing is remembered', async () => {
    const usual = background();
    const records = [...rejectedIn(0, 55), ...rejectedIn(1, 55), ...hours(300, usual, 2)];

    const { fired } = await watchedHour({ records });

    expect(fired[0]?.detection?.measured.basis).toBe('median of the 24 hours before');
  });

  it('does not take a day without any records for a day without rejections', async () => {
    const records = [...rejectedIn(0, 55), ...rejectedIn(1, 55)];

    const { fired } = await watchedHour({ records });

    expect(fired).toEqual([]);
  });

  it('finds a surge over IPv6', async () => {
    const surge = [0, 1].flatMap((ago) =>
      rejectedIn(ago, 60).map((record, index) => ({
        ...record,
        srcAddr: `2001:db8:9::${index.toString(16)}`,
        dstAddr: '2001:db8:1::5',
      })),
    );

    const { fired } = await watchedHour({ records: surge, history: history(7) });

    expect(fired).toHaveLength(1);
  });

  it('counts ten minutes where records are ten minutes long and start together', async () => {
    const tens = (ago: number, sources: number) =>
      rejectedIn(0, sources).map((record) => ({
        ...record,
        start: END - (ago + 1) * 600,
        end: END - ago * 600 - 1,
      }));
    const usual = () => 20;
    const records = [...tens(0, 90), ...tens(1, 90), ...[2, 3, 4, 5].flatMap((ago) => tens(ago, usual()))];
    const before = samples(7, usual).filter(({ at }) => at % 600 === 0);

    const { fired } = await watchedHour({
      records,
      history: remembered({ samples: { 'reject-spike|eni-0aaa': before } }),
    });

    expect(fired[0]?.detection?.measured.what).toBe('distinct rejected sources in 10 minutes');
  });

  it('is high where others reach the port that turns them away', async () => {
    const clients = Array.from({ length: 30 }, (_, at) =>
      flow(`203.0.113.${at}`, '10.0.1.5', { start: END - 900, end: END - 840 }),
    );
    const records = [
      ...clients,
      ...rejectedIn(0, 60, { dstPort: 443 }),
      ...rejectedIn(1, 60, { dstPort: 443 }),
    ];

    const { fired } = await watchedHour({ records, history: history(7) });

    expect(fired[0]?.detection?.severity).toBe('high');
    expect(fired[0]?.summary).toContain('tcp 443 (https), which 30 others reach');
  });

  it('says so where one source sent most of the packets', async () => {
    const loud = flow('203.0.113.9', '10.0.1.5', {
      ...{ action: 'REJECT', packets: 5000, dstPort: 23, start: END - 60, end: END - 30 },
    });
    const records = [...rejectedIn(0, 60), ...rejectedIn(1, 60), loud];

    const { fired } = await watchedHour({ records, history: history(7) });

    expect(fired[0]?.summary).toContain('98 % of the packets are a scan by 203.0.113.9 alone');
  });

  it('remembers the slots of the window, with zeros, but those of a spike', async () => {
    const logged = hours(12, () => 1).map((record) => ({ ...record, action: 'ACCEPT' as const }));
    const calm = await watchedHour({
      records: [...logged, ...rejectedIn(3, 7)],
      history: history(7),
    });
    const spike = await watchedHour({
      records: [...logged, ...rejectedIn(0, 90), ...rejectedIn(1, 90)],
      history: history(7),
    });

    expect(calm.observed.samples).toHaveLength(12);
    expect(calm.observed.samples.filter(({ value }) => value > 0)).toEqual([
      { series: 'reject-spike|eni-0aaa', at: END - 4 * SLOT, value: 7 },
    ]);
    expect(spike.observed.samples).toHaveLength(10);
  });
});
