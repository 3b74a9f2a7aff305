import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { png } from '../../src/chart/png.ts';
import type { Chart } from '../../src/diagnosis/diagnosis.ts';
import { chartSvg } from '../../src/present/chart.ts';

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
};
const UTC = { timeZone: 'UTC' };

/** How many shapes are filled with the colour, that of the legend among them. */
function filled(svg: string, color: string): number {
  return svg.match(new RegExp(`fill="${color}"`, 'g'))?.length ?? 0;
}

describe('the picture of a chart', () => {
  it('has a bar for every value above nothing, and shades what is not known', () => {
    const svg = chartSvg(CHART, UTC);

    expect(filled(svg, '#56b4e9')).toBe(3 + 1);
    expect(filled(svg, '#d55e00')).toBe(2 + 1);
    expect(filled(svg, '#ececec')).toBe(1 + 1);
  });

  it('has its own background, so that it is read on any theme', () => {
    expect(chartSvg(CHART, UTC)).toContain('fill="#ffffff"');
  });

  it('names times in the zone of the reader, and the zone', () => {
    expect(chartSvg(CHART, UTC)).toContain('14:00 to 14:25, UTC');
    expect(chartSvg(CHART, { timeZone: 'Asia/Kolkata' })).toContain('19:30 to 19:55, GMT+5:30');
  });

  it('names amounts in their unit', () => {
    const million = (value: number | null) => (value === null ? null : value * 1_000_000);
    const series = CHART.series.map((one) => ({ ...one, values: one.values.map(million) }));

    expect(chartSvg({ ...CHART, unit: 'bytes', series }, UTC)).toMatch(/>\d+ MB</);
  });

  it.each(['title', 'name of a series'])('leaves what objects inherit alone, whatever its %s', (where) => {
    const inherited = new Set(Reflect.ownKeys(Object.prototype));
    const text = '__proto__';
    const series = CHART.series.map((one) => ({ ...one, name: where === 'title' ? one.name : text }));

    chartSvg({ ...CHART, series, title: where === 'title' ? text : CHART.title }, UTC);

    const added = Reflect.ownKeys(Object.prototype).filter((key) => !inherited.has(key));
    for (const key of added) Reflect.deleteProperty(Object.prototype, key);
    expect(added).toEqual([]);
  });

  it('holds no markup that others wrote', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom('<script>alert(1)</script>', '"><image href="x"/>', '&lt;', ']]>', '{a|b}'),
    );
    fc.assert(
      fc.property(text, (title) => {
        const svg = chartSvg({ ...CHART, title }, UTC);

        const tags = new Set(svg.match(/<\/?[a-z]+/gi)?.map((tag) => tag.replace(/<\/?/, '')));
        expect(
          [...tags].filter(
            (tag) =>
              !['svg', 'rect', 'path', 'text', 'style', 'g', 'tspan', 'defs', 'clipPath'].includes(tag),
          ),
        ).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is drawn the same each time but for its own ids', () => {
    const drawn = () => chartSvg(CHART, UTC).replace(/zr\d+-cls-\d+/g, 'id');

    expect(drawn()).toBe(drawn());
  });

  it('becomes a PNG of twice its size', async () => {
    const bytes = Buffer.from(await png(chartSvg(CHART, UTC)));

    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1440, 640]);
  });

  it('has its words in the font that comes with it', async () => {
    const words = await png(chartSvg(CHART, UTC));
    const none = await png(chartSvg({ ...CHART, title: ' ' }, UTC));

    expect(words).not.toEqual(none);
  });
});
