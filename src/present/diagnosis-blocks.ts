/** A diagnosis as blocks: in lines that wrap well in a narrow thread, or with tables and fixed-width text. */
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { BlockForm } from './block-form.ts';
import { divider, preformatted, section, sectionLines, smallLines } from './blocks.ts';
import { chainMrkdwn } from './chain-blocks.ts';
import { chartBlocks } from './chart-blocks.ts';
import { linked } from './console-links.ts';
import { detectionBlocks } from './detection/detection-blocks.ts';
import { emphasized, joined } from './list-line.ts';
import type { MessageBlock } from './message-block.ts';
import { code, escaped, prose, withUnits } from './mrkdwn.ts';
import { type Outline, outlineOf } from './outline.ts';
import { planBlocks } from './plan-blocks.ts';
import type { Severity } from './severity.ts';
import { tableBlocks, titledBlocks } from './table-blocks.ts';
import type { TimeStyle } from './time.ts';

export const DOTS: Readonly<Record<Severity, string>> = {
  blocked: ':red_circle:',
  look: ':large_orange_circle:',
  fine: ':large_green_circle:',
  open: ':white_circle:',
  list: ':large_blue_circle:',
};

/** Further findings beyond these are counted. */
const OTHERS_SHOWN = 5;

export function headlineBlock({ severity, headline }: Outline): MessageBlock {
  return section(`${DOTS[severity]} *${escaped(headline)}*`);
}

/** Each way in two lines: between whom, and what became of it. Where both were seen in one place, it is told once. */
function pathBlocks({ path }: Outline): readonly MessageBlock[] {
  if (path.length === 0) return [];
  const places = new Set(path.map(({ interfaceId }) => interfaceId));
  const [place] = places;
  const isOne = places.size === 1 && place !== null && place !== undefined;
  const legs = path.map(({ narrow, traffic, became, interfaceId }) => {
    const own = isOne || interfaceId === null ? [] : [escaped(interfaceId)];
    return `${code(narrow)}\n${joined([escaped(traffic), ...became.split(/ {2,}/).map(emphasized), ...own])}`;
  });
  return [sectionLines([...legs, ...(isOne ? [`both seen at ${escaped(place)}`] : [])])];
}

/** Small, since who doubts the answer reads it, and who believes it need not. */
function chainBlocks({ chain, blocker }: Outline): readonly MessageBlock[] {
  return chain.length === 0 ? [] : [smallLines(chainMrkdwn(chain, blocker ?? ''))];
}

/** The verdict's code in bold, then how sure, since when, how often. */
export function statusText(status: string): string {
  const [verdict = '', ...rest] = status.split(' · ');
  return [`*${escaped(verdict)}*`, ...rest.map(escaped)].join(' · ');
}

export function blockerBlock(blocker: string): MessageBlock {
  return section(`*Blocked by*  ${blocker.split(/ {2,}/).map(linked).join(' · ')}`);
}

function nextBlocks({ next }: Outline, form: BlockForm): readonly MessageBlock[] {
  if (!next.isCommand) return [section(`*Next check*  ${prose(next.text)}`)];
  const note = next.note === null ? '' : `  (${escaped(next.note)})`;
  // In Slack its own command begins with a slash.
  const command = next.text.replace(/^flows /, '/flows ');
  // Not every client draws a preformatted block; they all draw code.
  if (form === 'classic') return [section(`*Next check*${note}\n${code(command)}`)];
  return [section(`*Next check*${note}`), preformatted([command])];
}

function otherBlocks({ others }: Outline): readonly MessageBlock[] {
  if (others.length === 0) return [];
  const shown = others.slice(0, OTHERS_SHOWN).map((other) => `• ${escaped(other)}`);
  const left = others.length - shown.length;
  return [divider(), sectionLines(['*Also*', ...shown, ...(left > 0 ? [`… and ${left} more`] : [])])];
}

/** Everything below the headline. `question` as typed: untrusted. */
export function detailBlocks(
  diagnosis: Diagnosis,
  question: string,
  form: BlockForm,
  style: TimeStyle,
): readonly MessageBlock[] {
  const outline = outlineOf(diagnosis, style);
  const { blocker, status, plan, file, smallPrint, detections } = outline;
  const isDetections = detections.length > 0;
  const { chart } = diagnosis;
  return [
    ...(isDetections
      ? detectionBlocks(detections)
      : [
          ...(status ? [section(statusText(status))] : []),
          ...pathBlocks(outline),
          ...(blocker ? [blockerBlock(blocker)] : []),
          ...chainBlocks(outline),
          ...tableBlocks(outline, form),
        ]),
    ...titledBlocks(outline, form),
    ...(chart && outline.chart ? chartBlocks(chart, outline.chart, form, style) : []),
    ...planBlocks(plan, question),
    ...(file ? [section(`*File*  ${escaped(file)}`)] : []),
    ...(isDetections ? [] : nextBlocks(outline, form)),
    ...otherBlocks(outline),
    smallLines(smallPrint.map((line) => withUnits(escaped(line)))),
  ];
}
