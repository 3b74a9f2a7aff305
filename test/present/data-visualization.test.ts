import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/diagnosis/diagnosis.ts';
import { threadMessages } from '../../src/present/block-kit.ts';
import { dataVisualization } from '../../src/present/data-visualization.ts';
import { rebinned } from '../../src/present/rebinned.ts';
import { answered, diagnosis } from '../kit/answers.ts';

/** 2026-11-23T14:00:00Z */
const START = 1_795_442_400;
const UTC = { timeZone: 'UTC' };

const CHART: Chart = {
  title: 'Records of 10.0.1.5 over time',
  unit: 'count',
  start: START,
  binSeconds: 60,
  series: [
    { name: 'accepted', role: 'accepted', values: [1, 400, 800] },
    { name: 'rejected', role: 'rejected', values: [0, 0, 8] },
  ],
  marks: [{ at: START + 120, series: 'rejected', kind: 'first' }],
};

function withValues(...values: readonly (readonly (number | null)[])[]): Chart {
  const series = values.map((of, index) => ({ name: `s${index}`, role: 'other' as const, values: of }));
  return { ...CHART, series };
}

function drawn(chart: Chart) {
  const found = dataVisualization(chart, UTC);
  if (!found) throw new TypeError('it is not drawn');
  const { series, axis_config: axis } = found.block.chart;
  return { ...found, axis, values: series.map(({ data }) => data.map(({ value }) => value)) };
}

describe('a chart that Slack draws', () => {
  it('has a bar of every series for every bin, and says what it counts and when', () => {
    const { block } = drawn(CHART);

    expect(block).toEqual({
      type: 'data_visualization',
      title: 'Records of 10.0.1.5 over time',
      chart: {
        type: 'bar',
        series: [
          {
            name: 'accepted',
            data: [
              { label: '14:00', value: 1 },
              { label: '14:01', value: 400 },
              { label: '14:02', value: 800 },
            ],
          },
          {
            name: 'rejected',
            data: [
              { label: '14:00', value: 0 },
              { label: '14:01', value: 0 },
              { label: '14:02', value: 8 },
            ],
          },
        ],
        axis_config: {
          categories: ['14:00', '14:01', '14:02'],
          x_label: 'UTC, 60 s a bar',
          y_label: 'records',
        },
      },
    });
  });

  it('adds up bins that share a bar, and says how long a bar is', () => {
    const { values, axis } = drawn(withValues(Array<number>(60).fill(2)));

    expect(values).toEqual([Array<number>(20).fill(6)]);
    expect(axis).toMatchObject({ x_label: 'UTC, 3 min a bar' });
    expect(axis.categories.slice(0, 2)).toEqual(['14:00', '14:03']);
  });

  it('says of a bar that is narrower than the others that it is', () => {
    const { axis, notes } = drawn(withValues(Array<number>(21).fill(1)));

    expect(axis.categories.at(-1)).toBe('14:20 (part)');
    expect(notes).toEqual([expect.stringContaining('(part): of that bar not all the time is known')]);
  });

  it('draws nothing for what is not known, and says when that is', () => {
    const { values, axis, notes } = drawn(withValues([5, null, null, 7, null]));

    expect(values).toEqual([[5, 7]]);
    expect(axis.categories).toEqual(['14:00', '14:03']);
    expect(notes).toEqual([
      'Not drawn: 14:01 to 14:03, 14:04 to 14:05, not known: no record of any interface is from then',
    ]);
  });

  it('has amounts of bytes in a unit that people read', () => {
    const { values, axis } = drawn({ ...withValues([93_000_000, 1]), unit: 'bytes' });

    expect(values).toEqual([[93, 0.000001]]);
    expect(axis.y_label).toBe('MB');
  });

  it('tells bins apart that a clock shows the same', () => {
    const seconds = drawn({ ...CHART, binSeconds: 20 });
    const autumn = { ...withValues([1, 2, 3]), start: Date.UTC(2026, 9, 25, 0) / 1000, binSeconds: 3600 };

    expect(seconds.axis.categories).toEqual(['14:00:00', '14:00:20', '14:00:40']);
    const { categories } = dataVisualization(autumn, { timeZone: 'Europe/Berlin' })?.block.chart
      .axis_config ?? { categories: [] };
    expect(categories).toEqual(['02:00', '02:00 (2)', '03:00']);
  });

  it.each([
    ['nothing was counted', withValues([0, 0])],
    ['nothing is known', withValues([null])],
    ['one series is not known where another is', withValues([1, 2], [1, null])],
    ['there are more series than Slack draws', withValues(...Array<number[]>(7).fill([1]))],
    ['amounts cannot be added up', { ...CHART, unit: 'share' as const }],
  ])('is none where %s', (_, chart) => {
    expect(dataVisualization(chart, UTC)).toBeNull();
  });

  it('leaves what stands out beside it, and no rows of signs', () => {
    const blocks = threadMessages(answered(diagnosis(undefined, { chart: CHART })), 'newer', UTC)[0]?.blocks;

    expect(blocks?.some(({ type }) => type === 'data_visualization')).toBe(true);
    expect(JSON.stringify(blocks)).toContain('• 14:02 first rejected: 8 records');
    expect(JSON.stringify(blocks)).not.toContain('█');
  });
});

describe('wider bins', () => {
  it('hold as much as the narrow ones, whatever they are', () => {
    const values = fc.array(fc.option(fc.nat(1_000_000)), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (all, most) => {
        const { bins, binSeconds } = rebinned(withValues(all), most) ?? { bins: [], binSeconds: 0 };
        const total = (some: readonly (number | null)[]) =>
          some.reduce<number>((sum, value) => sum + (value ?? 0), 0);

        expect(bins.length).toBeLessThanOrEqual(most);
        expect(total(bins.flatMap(({ sums }) => sums))).toBe(total(all));
        expect(bins.every(({ start, end, isPart }) => isPart || end - start === binSeconds)).toBe(true);
        expect(bins.at(-1)?.end).toBe(START + 60 * all.length);
      }),
    );
  });
});
