/** A chart as rows of characters, for where no picture can be shown, and beside every picture for those who cannot see it. */
import type { Chart, ChartMark } from '../diagnosis/diagnosis.ts';
import { amount } from './quantities.ts';
import { shortTime, type TimeStyle, zoneName } from './time.ts';

const BARS = [...'▁▂▃▄▅▆▇█'];
const NONE = '·';
const NOT_KNOWN = '░';

interface Sparkline {
  readonly name: string;
  readonly bars: string;
  /** `at most 212 records`; each series has its own scale. */
  readonly most: string;
}

export interface Sparklines {
  readonly lines: readonly Sparkline[];
  /** Where the bars begin, and where they end. */
  readonly axis: readonly [string, string];
  /** What stands out, a line each: `14:02 first rejected`. */
  readonly marks: readonly string[];
  /** What a sign stands for that is no bar; null where there is none. */
  readonly legend: string | null;
}

type Values = Chart['series'][number]['values'];

function largest(values: Values): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

/** Anything above nothing is a bar that can be seen. */
function bar(value: number | null, most: number): string {
  if (value === null) return NOT_KNOWN;
  if (value <= 0) return NONE;
  const height = Math.ceil((value / most) * BARS.length);
  return BARS[Math.min(BARS.length, Math.max(1, height)) - 1] ?? NONE;
}

function markText({ at, series, kind }: ChartMark, chart: Chart, style: TimeStyle): string {
  const values = chart.series.find(({ name }) => name === series)?.values ?? [];
  const value = values[Math.round((at - chart.start) / chart.binSeconds)] ?? null;
  const end = chart.start + chart.binSeconds * values.length;
  const many = value === null ? '' : `: ${amount(value, chart.unit)}`;
  return `${shortTime(at, style, end)} ${kind} ${series}${many}`;
}

export function sparklinesOf(chart: Chart, style: TimeStyle): Sparklines {
  const { start, binSeconds, series, unit, marks = [] } = chart;
  const bins = Math.max(0, ...series.map(({ values }) => values.length));
  const end = start + binSeconds * bins;
  const isOpen = series.some(({ values }) => values.includes(null));
  return {
    lines: series.map(({ name, values }) => {
      const most = largest(values);
      return {
        name,
        bars: values.map((value) => bar(value, most)).join(''),
        most: most === 0 ? 'none' : `at most ${amount(most, unit)}`,
      };
    }),
    axis: [shortTime(start, style, end), `${shortTime(end, style, start)} ${zoneName(end, style)}`],
    marks: marks.map((mark) => markText(mark, chart, style)),
    legend: isOpen ? `${NOT_KNOWN} not known: no record of any interface is from then` : null,
  };
}

function axisLine([from, to]: Sparklines['axis'], width: number): string {
  return `${from}${' '.repeat(Math.max(2, width - from.length - to.length))}${to}`;
}

function widthOf({ lines }: Sparklines): number {
  return Math.max(0, ...lines.map(({ bars }) => bars.length));
}

/** Names before the bars, and what the highest stands for after them. */
export function wideLines(chart: Sparklines): readonly string[] {
  const names = Math.max(0, ...chart.lines.map(({ name }) => name.length));
  return [
    ...chart.lines.map(({ name, bars, most }) => `${name.padEnd(names)}  ${bars}  ${most}`),
    `${' '.repeat(names)}  ${axisOf(chart)}`,
  ];
}

/** As many bars as stand in one line of a narrow thread. */
const NARROW = 30;

/** What is shown of several bars that share a place: the highest of them. */
const BY_HEIGHT = [NOT_KNOWN, NONE, ...BARS];

function narrowed(bars: string): string {
  const each = [...bars];
  const share = Math.ceil(each.length / NARROW);
  const places = Math.ceil(each.length / share);
  return Array.from({ length: places }, (_, index) => {
    const heights = each.slice(index * share, (index + 1) * share).map((one) => BY_HEIGHT.indexOf(one));
    return BY_HEIGHT[Math.max(...heights)] ?? NONE;
  }).join('');
}

/** The same in at most 30 bars: where several share one, it is the highest of them. */
export function narrow(chart: Sparklines): Sparklines {
  return { ...chart, lines: chart.lines.map((line) => ({ ...line, bars: narrowed(line.bars) })) };
}

/** Where the bars begin and end, below them. */
export function axisOf(chart: Sparklines): string {
  return axisLine(chart.axis, widthOf(chart));
}
