/** The tables of an answer as blocks: as Slack's own, as fixed-width text, or as lines that wrap. */
import type { BlockForm } from './block-form.ts';
import { preformatted, sectionLines, smallLines } from './blocks.ts';
import { tableLines } from './columns.ts';
import { dataTable, fittingRows } from './data-table.ts';
import { fittedTable } from './fitted.ts';
import { emphasized, joined, listLines } from './list-line.ts';
import type { MessageBlock } from './message-block.ts';
import { code, escaped } from './mrkdwn.ts';
import type { Outline } from './outline.ts';
import { count, counted } from './quantities.ts';
import type { Table } from './table.ts';

/** Columns of fixed-width text that stand in a thread beside the channel. */
const THREAD_WIDTH = 72;

/** Two columns of words are names and what each stands for. */
function isGlossary({ titles, numeric }: Table): boolean {
  return titles?.length === 2 && numeric.length === 0;
}

function glossaryLines({ rows }: Table): readonly string[] {
  return rows.map(([name = '', ...of]) => {
    const stands = escaped(of.join(' '));
    // A row without a name goes on with the one before it.
    return name === '' ? `• ${stands}` : `*${escaped(name)}*  ${stands}`;
  });
}

/** Between whom in code, then when, what became of it, and how much. */
function evidenceLine([when = '', who = '', ...rest]: readonly string[]): string {
  if (rest.length === 0) return `${code(when)} ${escaped(who)}`;
  const [protocol = '', flags = '', packets = '', size = '', action = '', ...place] = rest;
  const kind = [protocol, flags].filter((word) => word !== '').join(' ');
  const said = [`${escaped(when)} ${emphasized(action)}`, ...[kind, packets, size, ...place].map(escaped)];
  return `${code(who)}\n${joined(said)}`;
}

/** The rows as lines that wrap well. */
export function rowLines(table: Table, mark: (index: number) => string): readonly string[] {
  if (isGlossary(table)) return glossaryLines(table);
  return table.titles ? listLines(table, mark) : table.rows.map(evidenceLine);
}

const numbered = (index: number) => `${index + 1}.`;

function fixedWidth(table: Table): readonly MessageBlock[] {
  const fitted = fittedTable(table, THREAD_WIDTH);
  const left = fitted.leftOut.map((title) => title.toLowerCase()).join(', ');
  return [
    preformatted(tableLines(fitted.table)),
    ...(left === '' ? [] : [smallLines([`not shown for width: ${escaped(left)}`])]),
  ];
}

/** A table of Slack's own, and how much of all it shows. */
function ownTable(table: Table, caption: string): readonly MessageBlock[] {
  const block = dataTable(table, caption);
  if (!block) return fixedWidth(table);
  const [shown, all] = [fittingRows(table), table.rows.length];
  if (shown === all) return [block];
  const cut = `the first ${count(shown)} of ${counted(all, 'row')}; in a terminal, ${code('flows … --csv')} lists them all`;
  return [block, smallLines([cut])];
}

function headingOf({ titles, caption }: Table): readonly string[] {
  return titles ? [] : [['*Evidence*', ...(caption ? [escaped(caption)] : [])].join('  ')];
}

/** The rows of an answer: what it lists, or its evidence. */
export function tableBlocks({ table, headline }: Outline, form: BlockForm): readonly MessageBlock[] {
  if (!table) return [];
  const heading = headingOf(table);
  if (form === 'classic' || isGlossary(table))
    return [sectionLines([...heading, ...rowLines(table, numbered)])];
  const caption = table.titles ? headline : 'Evidence';
  return [
    ...(heading.length > 0 ? [sectionLines(heading)] : []),
    ...(form === 'newer' ? ownTable(table, caption) : fixedWidth(table)),
  ];
}

/** A message has one table of Slack's own at most: it is the longest. */
function longest({ table, sections }: Outline): number {
  if (table) return -1;
  const lengths = sections.map((section) => (isGlossary(section.table) ? 0 : section.table.rows.length));
  return lengths.indexOf(Math.max(1, ...lengths));
}

/** Each list under its title. */
export function titledBlocks(outline: Outline, form: BlockForm): readonly MessageBlock[] {
  const own = form === 'newer' ? longest(outline) : -1;
  return outline.sections.flatMap(({ title, table }, index) => {
    const heading = `*${escaped(title)}*`;
    if (form === 'classic' || isGlossary(table))
      return [sectionLines([heading, ...rowLines(table, () => '•')])];
    const drawn = index === own ? ownTable(table, title) : fixedWidth(table);
    return [sectionLines([heading]), ...drawn];
  });
}
