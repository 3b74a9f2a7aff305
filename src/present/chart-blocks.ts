/** The chart of an answer as blocks: drawn by Slack, or as rows of signs, beside which a picture is added. */
import type { Chart } from '../diagnosis/diagnosis.ts';
import type { BlockForm } from './block-form.ts';
import { sectionLines, smallLines } from './blocks.ts';
import { dataVisualization } from './data-visualization.ts';
import type { MessageBlock } from './message-block.ts';
import { code, escaped } from './mrkdwn.ts';
import { axisOf, narrow, type Sparklines } from './sparkline.ts';
import type { TimeStyle } from './time.ts';

/** Bars in code, whose signs are all of one width; a line of them fits into a thread. */
function signs(chart: Sparklines): readonly MessageBlock[] {
  const { lines } = chart;
  return [
    sectionLines([
      ...lines.flatMap(({ name, most, bars }) => [`*${escaped(name)}*  ${escaped(most)}`, code(bars)]),
      code(axisOf(chart)),
    ]),
  ];
}

export function chartBlocks(
  chart: Chart,
  lines: Sparklines,
  form: BlockForm,
  style: TimeStyle,
): readonly MessageBlock[] {
  const drawn = form === 'newer' ? dataVisualization(chart, style) : null;
  const { marks, legend } = narrow(lines);
  const notes = drawn ? drawn.notes : legend === null ? [] : [legend];
  return [
    ...(drawn ? [drawn.block] : signs(narrow(lines))),
    ...(marks.length > 0 ? [sectionLines(marks.map((mark) => `• ${escaped(mark)}`))] : []),
    ...(notes.length > 0 ? [smallLines(notes.map(escaped))] : []),
  ];
}
