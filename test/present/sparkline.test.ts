import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/diagnosis/diagnosis.ts';
import { axisOf, narrow, sparklinesOf, wideLines } from '../../src/present/sparkline.ts';

/** 2026-11-23T14:00:00Z */
const START = 1_795_442_400;
const CHART: Chart = {
  title: 'Records of 10.0.1.5 over time',
  unit: 'count',
  start: START,
  binSeconds: 300,
  series: [
    { name: 'accepted', role: 'accepted', values: [1, 400, 800, 0, null] },
    { name: 'rejected', role: 'rejected', values: [0, 0, 8, 4, null] },
  ],
  marks: [{ at: START + 600, series: 'rejected', kind: 'first' }],
};

describe('a chart as characters', () => {
  it('has a bar a bin, as high as its share of the highest, with the least of them still seen', () => {
    expect(wideLines(sparklinesOf(CHART, { timeZone: 'UTC' }))).toEqual([
      'accepted  ▁▄█·░  at most 800 records',
      'rejected  ··█▄░  at most 8 records',
      '          14:00  14:25 UTC',
    ]);
  });

  it('has at most thirty bars where there is little room, each the highest of those that share it', () => {
    const values = Array.from({ length: 60 }, (_, index) => (index === 7 ? 80 : index > 57 ? null : 0));
    const long = { ...CHART, series: [{ name: 'rejected', role: 'rejected' as const, values }] };

    const small = narrow(sparklinesOf(long, { timeZone: 'UTC' }));

    expect(small.lines[0]?.bars).toBe(`···█${'·'.repeat(25)}░`);
    expect(axisOf(small)).toBe('14:00                19:00 UTC');
  });

  it('says what stands out in the time zone of the reader', () => {
    const { marks } = sparklinesOf(CHART, { timeZone: 'Europe/Berlin' });

    expect(marks).toEqual(['15:10 first rejected: 8 records']);
  });

  it('explains the sign for what is not known only where it stands', () => {
    const known = { ...CHART, series: [{ name: 'accepted', role: 'accepted' as const, values: [1] }] };

    expect(sparklinesOf(CHART, { timeZone: 'UTC' }).legend).toContain('░ not known');
    expect(sparklinesOf(known, { timeZone: 'UTC' }).legend).toBeNull();
  });

  it('has no bar for a series without anything', () => {
    const nothing = { ...CHART, series: [{ name: 'rejected', role: 'rejected' as const, values: [0, 0] }] };

    expect(wideLines(sparklinesOf(nothing, { timeZone: 'UTC' }))[0]).toBe('rejected  ··  none');
  });
});
