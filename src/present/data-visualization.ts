/** A chart as Slack draws it itself: the block `data_visualization`. */
import type { Chart } from '../diagnosis/diagnosis.ts';
import { CHART_AXIS_LABEL, CHART_CATEGORIES, CHART_LABEL, CHART_SERIES, CHART_TITLE, cut } from './limits.ts';
import type { DataVisualizationBlock } from './message-block.ts';
import { byteScale } from './quantities.ts';
import { rebinned, type WideBin } from './rebinned.ts';
import { clockTime, duration, shortTime, type TimeStyle, zoneName } from './time.ts';
import { forTerminal } from './untrusted.ts';

export interface DrawnChart {
  readonly block: DataVisualizationBlock;
  /** What the bars do not show, a sentence each. */
  readonly notes: readonly string[];
}

/** Stretches of time that are named as not drawn. */
const MOST_NAMED = 3;

/** Each within what a label takes, and no two the same: Slack tells series and categories apart by them. */
function distinct(labels: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return labels.map((label) => {
    const text = forTerminal(label).trim() || '-';
    let candidate = cut(text, CHART_LABEL);
    for (let copy = 2; used.has(candidate); copy += 1)
      candidate = `${cut(text, CHART_LABEL - ` (${copy})`.length)} (${copy})`;
    used.add(candidate);
    return candidate;
  });
}

/** `14:05`, with seconds where the bins need them. */
function timeOf(at: number, { binSeconds }: Chart, style: TimeStyle, near: number): string {
  return binSeconds % 60 === 0 ? shortTime(at, style, near) : clockTime(at, style, near);
}

/** What the axis counts, and what an amount is divided by for it. */
function scaleOf({ unit }: Chart, most: number): { readonly label: string; readonly per: number } {
  switch (unit) {
    case 'bytes': {
      const { unit: label, per } = byteScale(most);
      return { label, per };
    }
    case 'packets':
      return { label: 'packets', per: 1 };
    default:
      return { label: 'records', per: 1 };
  }
}

/** Bins of which nothing is known, those that follow each other together. */
function gapsIn(bins: readonly WideBin[]): readonly { readonly start: number; readonly end: number }[] {
  const gaps: { start: number; end: number }[] = [];
  for (const { start, end, sums } of bins) {
    if (sums.some((sum) => sum !== null)) continue;
    const last = gaps.at(-1);
    if (last?.end === start) last.end = end;
    else gaps.push({ start, end });
  }
  return gaps;
}

/** Slack takes an amount for every category, and nothing known is no amount: such bins are left out, and said to be. */
function notesOn(chart: Chart, bins: readonly WideBin[], style: TimeStyle): readonly string[] {
  const end = bins.at(-1)?.end ?? chart.start;
  const gaps = gapsIn(bins);
  const named = gaps
    .slice(0, MOST_NAMED)
    .map((gap) => `${timeOf(gap.start, chart, style, end)} to ${timeOf(gap.end, chart, style, end)}`);
  const more = gaps.length > MOST_NAMED ? ` and ${gaps.length - MOST_NAMED} more stretches` : '';
  return [
    ...(gaps.length > 0
      ? [`Not drawn: ${named.join(', ')}${more}, not known: no record of any interface is from then`]
      : []),
    ...(bins.some(({ isPart, sums }) => isPart && sums.some((sum) => sum !== null))
      ? ['(part): of that bar not all the time is known or asked for, so it is lower than it might be']
      : []),
  ];
}

/** Null where Slack cannot draw it, or there is nothing to see. */
export function dataVisualization(chart: Chart, style: TimeStyle): DrawnChart | null {
  const { title, series } = chart;
  const wide = rebinned(chart, CHART_CATEGORIES);
  if (!wide || series.length === 0 || series.length > CHART_SERIES) return null;
  const known = wide.bins.filter(({ sums }) => sums.some((sum) => sum !== null));
  const most = Math.max(0, ...known.flatMap(({ sums }) => sums.map((sum) => sum ?? 0)));
  // An amount that is not known beside one that is would have to be drawn as nothing.
  if (most === 0 || known.some(({ sums }) => sums.includes(null))) return null;

  const end = wide.bins.at(-1)?.end ?? chart.start;
  const categories = distinct(
    known.map(({ start, isPart }) => `${timeOf(start, chart, style, end)}${isPart ? ' (part)' : ''}`),
  );
  const names = distinct(series.map(({ name }) => name));
  const { label, per } = scaleOf(chart, most);
  return {
    block: {
      type: 'data_visualization',
      title: cut(forTerminal(title).trim() || '-', CHART_TITLE),
      chart: {
        type: 'bar',
        series: names.map((name, of) => ({
          name,
          data: known.map(({ sums }, at) => ({
            label: categories[at] ?? '-',
            // Four digits are what an axis of rounded units can show; anything above nothing stays above it.
            value: per === 1 ? (sums[of] ?? 0) : Number(((sums[of] ?? 0) / per).toPrecision(4)),
          })),
        })),
        axis_config: {
          categories,
          x_label: cut(`${zoneName(end, style)}, ${duration(wide.binSeconds)} a bar`, CHART_AXIS_LABEL),
          y_label: label,
        },
      },
    },
    notes: notesOn(chart, wide.bins, style),
  };
}
