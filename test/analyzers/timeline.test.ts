import { describe, expect, it } from 'vitest';
import type { BinRow } from '../../src/analyzers/timeline/series.ts';
import { timeline } from '../../src/analyzers/timeline.ts';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import type { FlowLog } from '../../src/network/flow-log.ts';
import type { RowOf } from '../../src/query/flow-query.ts';
import { ask } from '../kit/engine-contract.ts';
import { flowLog, NOW, request, scope } from '../kit/scope.ts';

/** The hour before NOW begins at a whole minute, so its bins are minutes. */
const HOUR = Math.floor((NOW - 3600) / 60) * 60;
const asked = (changes = {}) =>
  scope({ request: request({ verb: 'timeline', window: { start: HOUR, end: HOUR + 3600 }, ...changes }) });

function bin(minute: number, action: 'ACCEPT' | 'REJECT', flows: number, lasts = 0): BinRow {
  const at = HOUR + minute * 60;
  return { at, until: at + lasts, action, flows, packets: flows * 2, bytes: flows * 100 };
}

const minutes = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => index + from);

type Skipped = RowOf<ReturnType<typeof timeline.needs>['skipped']>;

function analyzed(
  traffic: readonly BinRow[],
  changes: {
    by?: string;
    first?: number;
    last?: number;
    skipped?: readonly Skipped[];
    keeps?: FlowLog['keeps'];
  } = {},
) {
  const { by, first = HOUR, last = HOUR + 3600, skipped = [], keeps } = changes;
  return timeline.analyze(
    {
      traffic: { rows: traffic, cutOff: false },
      written: { rows: [{ records: 9, first, last }], cutOff: false },
      skipped: { rows: skipped, cutOff: false },
    },
    { ...asked(by === undefined ? {} : { by }), ...(keeps ? { flowLogs: [flowLog({ keeps })] } : {}) },
  );
}

describe('the bars of a timeline', () => {
  it('are what was accepted and what was rejected in each bin, in records', () => {
    const { chart, listing } = analyzed([bin(0, 'ACCEPT', 3), bin(0, 'ACCEPT', 2, 60), bin(1, 'REJECT', 4)]);

    expect(chart).toMatchObject({ unit: 'count', start: HOUR, binSeconds: 60 });
    expect(chart?.series.map(({ name, values }) => [name, values.slice(0, 3)])).toEqual([
      ['accepted', [5, 0, 0]],
      ['rejected', [0, 4, 0]],
    ]);
    expect(listing?.rows.slice(0, 2)).toEqual([
      { at: HOUR, accepted: 5, rejected: 0 },
      { at: HOUR + 60, accepted: 0, rejected: 4 },
    ]);
  });

  it('are in bytes or packets where that is asked for', () => {
    expect(analyzed([bin(0, 'ACCEPT', 3)], { by: 'bytes' }).chart?.series[0]?.values[0]).toBe(300);
    expect(analyzed([bin(0, 'ACCEPT', 3)], { by: 'packets' }).chart?.series[0]?.values[0]).toBe(6);
  });

  it('are not known before the oldest and after the newest record of any interface', () => {
    const { chart, coverage } = analyzed([bin(20, 'ACCEPT', 1)], {
      first: HOUR + 600,
      last: HOUR + 3000 + 30,
    });

    const [accepted] = chart?.series ?? [];
    expect(accepted?.values.map((value) => value === null)).toEqual([
      ...minutes(0, 10).map(() => true),
      ...minutes(10, 51).map(() => false),
      ...minutes(51, 60).map(() => true),
    ]);
    expect(coverage?.completeUntil).toBe(HOUR + 3030);
  });

  it('are as wide as a record may be long, where the flow logs tell', () => {
    const flowLogs = [flowLog({ aggregationInterval: 600 }), flowLog({ aggregationInterval: 60 })];

    const { traffic } = timeline.needs({ ...asked(), flowLogs });

    expect(traffic.columns['at']).toMatchObject({ kind: 'slot', field: 'start', seconds: 600 });
  });
});

describe('what a timeline says', () => {
  const rejectedFrom = (minute: number) => minutes(minute, 60).map((at) => bin(at, 'REJECT', 2));
  const acceptedTo = (minute: number) => minutes(0, minute).map((at) => bin(at, 'ACCEPT', 9));

  it('is that rejected traffic begins, where quiet comes before it', () => {
    const { findings, chart } = analyzed([...acceptedTo(60), ...rejectedFrom(40)]);

    expect(findings[0]?.summary).toBe(
      'Rejected traffic of 10.0.1.5 begins within this time: it is in 20 of 60 bars',
    );
    expect(chart?.marks?.[0]).toEqual({ at: HOUR + 2400, series: 'rejected', kind: 'first' });
  });

  it('is that accepted traffic ends, where quiet comes after it', () => {
    const { findings, chart } = analyzed([...acceptedTo(40), ...rejectedFrom(40)]);

    expect(findings[0]?.summary).toContain(', and accepted traffic ends');
    expect(chart?.marks).toContainEqual({ at: HOUR + 39 * 60, series: 'accepted', kind: 'last' });
  });

  it('is no beginning where only the records begin', () => {
    const { findings } = analyzed(rejectedFrom(40), { first: HOUR + 2400 });

    expect(findings[0]?.summary).toBe(
      'Traffic of 10.0.1.5 is rejected in 20 of 20 bars, and none is accepted',
    );
  });

  it('is no end where the records end', () => {
    const { findings } = analyzed(acceptedTo(40), { last: HOUR + 2400 });

    expect(findings[0]?.summary).toBe('No rejected traffic of 10.0.1.5 is recorded in this window');
  });

  it.each([
    [
      'REJECT',
      rejectedFrom(40),
      'Rejected traffic of 10.0.1.5 begins within this time: it is in 20 of 60 bars, and the flow log keeps none that is accepted',
    ],
    ['REJECT', [], 'No rejected traffic of 10.0.1.5 is recorded in this window'],
    [
      'ACCEPT',
      acceptedTo(40),
      'Accepted traffic of 10.0.1.5 ends within this time; the flow log keeps none that is rejected',
    ],
    [
      'ACCEPT',
      [],
      'Accepted traffic of 10.0.1.5 is not recorded within this time; the flow log keeps none that is rejected',
    ],
  ] as const)('is nothing of what the flow log does not keep: %s', (keeps, traffic, summary) => {
    const { findings, chart, listing } = analyzed(traffic, { keeps });
    const [kept, other] =
      keeps === 'ACCEPT' ? (['accepted', 'rejected'] as const) : (['rejected', 'accepted'] as const);

    expect(findings[0]?.summary).toBe(summary);
    expect(chart?.series.map(({ name }) => name)).toEqual([kept]);
    expect(listing?.rows[0]?.[other]).toBeNull();
    expect(listing?.rows[0]?.[kept]).not.toBeNull();
  });

  it('is nothing where no interface wrote a record', () => {
    const { findings, coverage } = timeline.analyze({ traffic: none, written: none, skipped: none }, asked());

    expect(findings[0]?.summary).toBe(
      'There is no record at all in this window, so nothing can be said about it',
    );
    expect(coverage?.completeUntil).toBeNull();
  });

  it('names how many records are longer than a bar', () => {
    const { coverage } = analyzed([bin(0, 'ACCEPT', 3, 60), bin(5, 'ACCEPT', 1, 540)]);

    expect(coverage?.notes[0]).toContain('25 % of the records last longer than a bar');
  });

  it('names the bars in which AWS skipped records', () => {
    const { coverage } = analyzed([bin(0, 'ACCEPT', 3)], {
      skipped: [{ interfaceId: 'eni-1', at: HOUR, records: 2 }],
    });

    expect(coverage?.skipData).toEqual({ records: 2, interfaces: ['eni-1'] });
    expect(coverage?.notes).toContain('AWS skipped records in 1 of 60 bars: those may be too low.');
  });
});

const none = { rows: [], cutOff: false };

describe('the queries of a timeline', () => {
  it('leave out records that begin before the first bar', async () => {
    const record = (start: number) => ({
      srcAddr: '10.0.1.5',
      dstAddr: '10.0.2.9',
      action: 'ACCEPT' as const,
      packets: 1,
      bytes: 40,
      start,
      end: start + 50,
    });
    const { traffic } = timeline.needs(asked());

    const { rows } = await ask(createMemoryEngine([record(HOUR - 20), record(HOUR + 20)]), traffic);

    expect(rows).toEqual([{ at: HOUR, until: HOUR + 60, action: 'ACCEPT', bytes: 40, packets: 1, flows: 1 }]);
  });
});
