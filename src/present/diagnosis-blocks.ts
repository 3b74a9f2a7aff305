/** A diagnosis as blocks: in lines that wrap well in a narrow thread, or with tables and fixed-width text. */
import type { KnownBlock } from '@slack/types';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import {
  divider,
  fittingTable,
  preformatted,
  section,
  sectionLines,
  smallLines,
  tableBlock,
} from './blocks.ts';
import { chainMrkdwn } from './chain-blocks.ts';
import { tableLines } from './columns.ts';
import { linked } from './console-links.ts';
import { emphasized, listLine, listLines } from './list-line.ts';
import { code, escaped, prose } from './mrkdwn.ts';
import { type Outline, outlineOf } from './outline.ts';
import { pathLines } from './path.ts';
import { planBlocks } from './plan-blocks.ts';
import { count } from './quantities.ts';
import type { Severity } from './severity.ts';
import { axisOf, narrow } from './sparkline.ts';
import type { Table } from './table.ts';
import type { TimeStyle } from './time.ts';

/** `classic`: blocks that every Slack client draws. `newer`: tables and fixed-width text too. */
export type BlockForm = 'classic' | 'newer';

const DOTS: Readonly<Record<Severity, string>> = {
  blocked: ':red_circle:',
  look: ':large_orange_circle:',
  fine: ':large_green_circle:',
  open: ':white_circle:',
  list: ':large_blue_circle:',
};

/** Further findings beyond these are counted. */
const OTHERS_SHOWN = 5;

export function headlineBlock({ severity, headline }: Outline): KnownBlock {
  return section(`${DOTS[severity]} *${escaped(headline)}*`);
}

function classicPath({ path }: Outline): readonly KnownBlock[] {
  if (path.length === 0) return [];
  const legs = path.map(({ narrow, outcome }) => {
    return `${code(narrow)}\n${emphasized(outcome.replace(/ {2,}/g, ' · '))}`;
  });
  return [sectionLines(legs)];
}

/** When and between whom in code, then the rest in words. */
function evidenceLine([when = '', who = '', ...rest]: readonly string[]): string {
  const words = rest.filter((cell) => cell !== '').map(emphasized);
  return [code(`${when} ${who}`), words.join(' · ')].join(' ').trim();
}

/** Two columns of words are names and what each stands for. */
function isGlossary({ titles, numeric }: Table): boolean {
  return titles?.length === 2 && numeric.length === 0;
}

function glossaryLines({ rows }: Table): readonly string[] {
  return rows.map(([name = '', ...of]) => `*${escaped(name)}*  ${escaped(of.join(' '))}`);
}

function classicTable(table: Table): KnownBlock {
  const { titles, rows, caption } = table;
  if (isGlossary(table)) return sectionLines(glossaryLines(table));
  // A table would break in the width of a thread, so every row is a line that wraps.
  if (titles) return sectionLines(listLines(table));
  return sectionLines([
    ['*Evidence*', ...(caption ? [escaped(caption)] : [])].join('  '),
    ...rows.map(evidenceLine),
  ]);
}

function pathBlocks(outline: Outline, form: BlockForm): readonly KnownBlock[] {
  if (form === 'classic') return classicPath(outline);
  return outline.path.length === 0 ? [] : [preformatted(pathLines(outline.path))];
}

function chainBlocks({ chain }: Outline): readonly KnownBlock[] {
  return chain.length === 0 ? [] : [sectionLines(chainMrkdwn(chain))];
}

/** What the table stands for, and how much of it a table of Slack's shows. */
function captionOf(table: Table): readonly string[] {
  const shown = fittingTable(table).rows.length;
  const all = table.rows.length;
  const cut =
    shown > 0 && shown < all
      ? [
          `the first ${count(shown)} of ${count(all)} rows; in a terminal, ${code('flows … --csv')} lists them all`,
        ]
      : [];
  return [...(table.caption ? [escaped(table.caption)] : []), ...cut];
}

function tableBlocks({ table }: Outline, form: BlockForm): readonly KnownBlock[] {
  if (!table) return [];
  if (form === 'classic') return [classicTable(table)];
  const caption = captionOf(table);
  return [tableBlock(table), ...(caption.length > 0 ? [smallLines(caption)] : [])];
}

/** Each list under its title. A message has one table of Slack's own at most, so these are text. */
function titledBlocks({ sections }: Outline, form: BlockForm): readonly KnownBlock[] {
  return sections.flatMap(({ title, table }) => {
    const heading = `*${escaped(title)}*`;
    if (isGlossary(table)) return [sectionLines([heading, ...glossaryLines(table)])];
    if (form === 'newer') return [section(heading), preformatted(tableLines(table))];
    return [sectionLines([heading, ...table.rows.map((row) => listLine(row, table, '•'))])];
  });
}

/** Bars in code, whose signs are all of one width; a line of them fits into a thread. */
function chartBlocks({ chart }: Outline): readonly KnownBlock[] {
  if (!chart) return [];
  const { lines, marks, legend } = narrow(chart);
  return [
    sectionLines([
      ...lines.flatMap(({ name, most, bars }) => [`*${escaped(name)}*  ${escaped(most)}`, code(bars)]),
      code(axisOf(narrow(chart))),
    ]),
    ...(marks.length > 0 ? [sectionLines(marks.map((mark) => `• ${escaped(mark)}`))] : []),
    ...(legend === null ? [] : [smallLines([escaped(legend)])]),
  ];
}

/** The verdict's code in bold, then how sure, since when, how often. */
function statusText(status: string): string {
  const [verdict = '', ...rest] = status.split(' · ');
  return [`*${escaped(verdict)}*`, ...rest.map(escaped)].join(' · ');
}

function nextBlocks({ next }: Outline, form: BlockForm): readonly KnownBlock[] {
  if (!next.isCommand) return [section(`*Next check*  ${prose(next.text)}`)];
  const note = next.note === null ? '' : `  (${escaped(next.note)})`;
  // In Slack its own command begins with a slash.
  const command = next.text.replace(/^flows /, '/flows ');
  // Not every client draws a preformatted block; they all draw code.
  if (form === 'classic') return [section(`*Next check*${note}\n${code(command)}`)];
  return [section(`*Next check*${note}`), preformatted([command])];
}

function otherBlocks({ others }: Outline): readonly KnownBlock[] {
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
): readonly KnownBlock[] {
  const outline = outlineOf(diagnosis, style);
  const { blocker, status, plan, file, smallPrint } = outline;
  return [
    ...(status ? [section(statusText(status))] : []),
    ...pathBlocks(outline, form),
    ...chainBlocks(outline),
    ...(blocker ? [section(`*Blocked by*  ${linked(blocker)}`)] : []),
    ...tableBlocks(outline, form),
    ...titledBlocks(outline, form),
    ...chartBlocks(outline),
    ...planBlocks(plan, question),
    ...(file ? [section(`*File*  ${escaped(file)}`)] : []),
    ...nextBlocks(outline, form),
    ...otherBlocks(outline),
    smallLines(smallPrint.map(escaped)),
  ];
}
