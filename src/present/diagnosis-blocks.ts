/** A diagnosis as blocks: in lines that wrap well in a narrow thread, or with tables and fixed-width text. */
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { BlockForm } from './block-form.ts';
import { divider, preformatted, section, sectionLines, smallLines } from './blocks.ts';
import { chainMrkdwn } from './chain-blocks.ts';
import { chartBlocks } from './chart-blocks.ts';
import { linked } from './console-links.ts';
import { emphasized } from './list-line.ts';
import type { MessageBlock } from './message-block.ts';
import { code, escaped, prose } from './mrkdwn.ts';
import { type Outline, outlineOf } from './outline.ts';
import { planBlocks } from './plan-blocks.ts';
import type { Severity } from './severity.ts';
import { tableBlocks, titledBlocks } from './table-blocks.ts';
import type { TimeStyle } from './time.ts';

const DOTS: Readonly<Record<Severity, string>> = {
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

function pathBlocks({ path }: Outline): readonly MessageBlock[] {
  if (path.length === 0) return [];
  const legs = path.map(({ narrow, outcome }) => {
    return `${code(narrow)}\n${emphasized(outcome.replace(/ {2,}/g, ' · '))}`;
  });
  return [sectionLines(legs)];
}

function chainBlocks({ chain }: Outline): readonly MessageBlock[] {
  return chain.length === 0 ? [] : [sectionLines(chainMrkdwn(chain))];
}

/** The verdict's code in bold, then how sure, since when, how often. */
function statusText(status: string): string {
  const [verdict = '', ...rest] = status.split(' · ');
  return [`*${escaped(verdict)}*`, ...rest.map(escaped)].join(' · ');
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
  const { blocker, status, plan, file, smallPrint } = outline;
  const { chart } = diagnosis;
  return [
    ...(status ? [section(statusText(status))] : []),
    ...pathBlocks(outline),
    ...chainBlocks(outline),
    ...(blocker ? [section(`*Blocked by*  ${linked(blocker)}`)] : []),
    ...tableBlocks(outline, form),
    ...titledBlocks(outline, form),
    ...(chart && outline.chart ? chartBlocks(chart, outline.chart, form, style) : []),
    ...planBlocks(plan, question),
    ...(file ? [section(`*File*  ${escaped(file)}`)] : []),
    ...nextBlocks(outline, form),
    ...otherBlocks(outline),
    smallLines(smallPrint.map(escaped)),
  ];
}
