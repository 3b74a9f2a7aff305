/** A chart as a picture in SVG, which is readable on the light and the dark theme of Slack, and without telling red from green. */
import { BarChart, type BarSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
  TitleComponent,
  type TitleComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart, ListingColumn } from '../diagnosis/diagnosis.ts';
import { bytes, count } from './quantities.ts';
import { clockTime, shortTime, type TimeStyle, zoneName } from './time.ts';
import { forTerminal, WORD_JOINER } from './untrusted.ts';

use([BarChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

type Options = ComposeOption<
  BarSeriesOption | GridComponentOption | LegendComponentOption | TitleComponentOption
>;

/** Of the SVG; whoever makes pixels of it may take more. Small, so that letters are large beside it: a thread shows it half as wide. */
const SIZE = { width: 720, height: 320 } as const;
/** Of labels, in units of the SVG. */
const LETTERS = 15;

/** Its name is in the SVG, so whoever makes pixels of it needs that font. */
export const CHART_FONT = 'DejaVu Sans';

/** From the palette of Okabe and Ito, which people with any colour vision tell apart; rejected traffic is what the eye finds first. */
const COLORS = {
  accepted: '#56b4e9',
  rejected: '#d55e00',
  other: '#8c8c8c',
  text: '#1d1c1d',
  faint: '#616061',
  line: '#dddddd',
  unknown: '#ececec',
  paper: '#ffffff',
} as const;

/** Labels stand at multiples of one of these, seconds of the reader's day. */
const ROUND = [60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400] as const;
const MOST_LABELS = 8;
const DAY = 86_400;

function countOf({ series }: Chart): number {
  return Math.max(0, ...series.map(({ values }) => values.length));
}

/** Seconds since midnight, in the reader's time zone. */
function timeOfDay(at: number, style: TimeStyle): number {
  const [hours = 0, minutes = 0, seconds = 0] = clockTime(at, style).split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

/** Whether the bin has a label below it: where the clock shows a round time, else every so many bins. */
function isLabelled(chart: Chart, style: TimeStyle): (index: number) => boolean {
  const { start, binSeconds } = chart;
  const bins = countOf(chart);
  const round = ROUND.find((seconds) => (bins * binSeconds) / seconds <= MOST_LABELS) ?? DAY;
  const isRound = (index: number) => timeOfDay(start + index * binSeconds, style) % round === 0;
  if (Array.from({ length: bins }, (_, index) => index).some(isRound)) return isRound;
  const step = Math.ceil(bins / MOST_LABELS);
  return (index) => index % step === 0;
}

function scaleText(value: number, unit: ListingColumn['unit']): string {
  return unit === 'bytes' ? bytes(value) : count(value);
}

function isUnknown({ series }: Chart, index: number): boolean {
  return series.every(({ values }) => (values[index] ?? null) === null);
}

/** Shades the whole height of what is not known, since an empty place would read as silence; none where all is known. */
function unknownSeries(chart: Chart): BarSeriesOption[] {
  const shades = Array.from({ length: countOf(chart) }, (_, index) => (isUnknown(chart, index) ? 1 : '-'));
  if (!shades.includes(1)) return [];
  const itemStyle = { color: COLORS.unknown };
  return [{ type: 'bar', name: 'not known', yAxisIndex: 1, data: shades, barWidth: '100%', itemStyle }];
}

function valueSeries({ series }: Chart): BarSeriesOption[] {
  return series.map(({ name, role, values }) => ({
    type: 'bar',
    name: drawn(name),
    stack: 'all',
    // Nothing is no bar; anything else is one that can be seen.
    data: values.map((value) => (value === null || value === 0 ? '-' : value)),
    barMinHeight: 2,
    barWidth: '80%',
    // What is not known and what is stand in the same place.
    barGap: '-100%',
    itemStyle: { color: COLORS[role] },
  }));
}

/**
 * What others wrote, to be drawn. ECharts looks texts and parts of them up among the properties of a plain object, and writes to what it finds
 * (`core/LRU.js` of zrender 6): by this name that would be what all objects of the process inherit from.
 */
function drawn(text: string): string {
  return forTerminal(text).replaceAll('__proto__', `__${WORD_JOINER}proto__`);
}

function optionsOf(chart: Chart, style: TimeStyle): Options {
  const { title, unit, start, binSeconds } = chart;
  const bins = countOf(chart);
  const labelled = isLabelled(chart, style);
  const end = start + bins * binSeconds;
  const timeAt = (index: number) => shortTime(start + index * binSeconds, style, end);
  return {
    animation: false,
    backgroundColor: COLORS.paper,
    textStyle: { fontFamily: CHART_FONT, color: COLORS.text },
    title: {
      text: drawn(title),
      left: 20,
      top: 14,
      textStyle: { fontSize: 18, color: COLORS.text, width: 320, overflow: 'truncate' },
    },
    legend: {
      right: 28,
      top: 16,
      itemWidth: 14,
      itemHeight: 14,
      itemGap: 18,
      textStyle: { fontSize: LETTERS, color: COLORS.text },
    },
    grid: { left: 84, right: 24, top: 58, bottom: 58 },
    xAxis: {
      type: 'category',
      data: Array.from({ length: bins }, (_, index) => String(index)),
      name: `${timeAt(0)} to ${shortTime(end, style, start)}, ${zoneName(end, style)}`,
      nameLocation: 'middle',
      nameGap: 32,
      nameTextStyle: { fontSize: LETTERS, color: COLORS.faint },
      axisLabel: {
        fontSize: LETTERS,
        color: COLORS.text,
        interval: (index) => labelled(index),
        formatter: (value) => timeAt(Number(value)),
      },
      axisTick: { alignWithLabel: true, interval: (index) => labelled(index) },
      axisLine: { lineStyle: { color: COLORS.faint } },
    },
    yAxis: [
      {
        type: 'value',
        minInterval: 1,
        splitLine: { lineStyle: { color: COLORS.line } },
        axisLabel: {
          fontSize: LETTERS,
          color: COLORS.text,
          formatter: (value: number) => scaleText(value, unit),
        },
      },
      { type: 'value', show: false, min: 0, max: 1 },
    ],
    series: [...valueSeries(chart), ...unknownSeries(chart)],
  };
}

/** SVG of 720 by 320 units, with times in the reader's zone. Nothing that others wrote is markup in it. */
export function chartSvg(chart: Chart, style: TimeStyle): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  try {
    drawing.setOption(optionsOf(chart, style));
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}
