/** Block Kit blocks that keep Slack's limits, from texts that are escaped already, and tables that are not. */
import type {
  ActionsBlock,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  SectionBlock,
  TableBlock,
} from '@slack/types';
import { tableLines } from './columns.ts';
import {
  BUTTON_TEXT,
  BUTTON_VALUE,
  cut,
  cutLines,
  cutMrkdwn,
  HEADER_TEXT,
  lengthOf,
  SECTION_TEXT,
  TABLE_CHARACTERS,
  TABLE_COLUMNS,
  TABLE_ROWS,
} from './limits.ts';
import { inCode } from './mrkdwn.ts';
import type { Table } from './table.ts';
import { forTerminal } from './untrusted.ts';

/** Slack takes no empty text. */
function filled(text: string): string {
  return text.trim() === '' ? ' ' : text;
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(filled(forTerminal(text)), HEADER_TEXT) } };
}

export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: cutMrkdwn(filled(mrkdwn), SECTION_TEXT) } };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

export interface Button {
  readonly id: string;
  readonly text: string;
  readonly value: string;
}

export function actions(buttons: readonly Button[]): ActionsBlock {
  return {
    type: 'actions',
    elements: buttons.map(({ id, text, value }) => ({
      type: 'button',
      action_id: id,
      text: { type: 'plain_text', text: cut(text, BUTTON_TEXT) },
      value: cut(value, BUTTON_VALUE),
    })),
  };
}

const FENCE = '```';

/** Lines in a fixed-width font, at most so many characters with their fences. They are not escaped yet. */
export function preformattedText(lines: readonly string[], limit: number): string {
  const text = cutLines(lines.map(inCode), limit - 2 * (FENCE.length + 1));
  return `${FENCE}\n${text}\n${FENCE}`;
}

/** The same as a block. */
export function preformatted(lines: readonly string[]): SectionBlock {
  return section(preformattedText(lines, SECTION_TEXT));
}

/** As many of its rows, from the first, as a table of Slack's own takes: none where the rows differ in length or have too many cells. */
export function fittingTable(table: Table): Table {
  const { titles, rows } = table;
  const width = (titles ?? rows[0] ?? []).length;
  if (width > TABLE_COLUMNS || rows.some((row) => row.length !== width)) return { ...table, rows: [] };
  const charactersOf = (cells: readonly string[]) => cells.reduce((total, cell) => total + lengthOf(cell), 0);
  // Half of what Slack takes: the other blocks of the message need room too.
  let room = TABLE_CHARACTERS / 2 - charactersOf(titles ?? []);
  const kept: (readonly string[])[] = [];
  for (const row of rows.slice(0, TABLE_ROWS - (titles ? 1 : 0))) {
    room -= charactersOf(row);
    if (room < 0) break;
    kept.push(row);
  }
  return { ...table, rows: kept };
}

function nativeTable({ titles, rows, numeric }: Table): TableBlock {
  const cells = (row: readonly string[]) =>
    row.map((cell) => ({ type: 'raw_text' as const, text: filled(forTerminal(cell)) }));
  const width = (titles ?? rows[0] ?? []).length;
  return {
    type: 'table',
    rows: [...(titles ? [cells(titles)] : []), ...rows.map(cells)],
    column_settings: Array.from({ length: width }, (_, column) => ({
      align: numeric.includes(column) ? ('right' as const) : ('left' as const),
    })),
  };
}

/** A table as Slack's own, with the rows that fit into one, or else preformatted. */
export function tableBlock(table: Table): KnownBlock {
  const fitting = fittingTable(table);
  return fitting.rows.length > 0 ? nativeTable(fitting) : preformatted(tableLines(table));
}

/** Lines of mrkdwn in one section, as many as fit. */
export function sectionLines(lines: readonly string[]): SectionBlock {
  return section(cutLines(lines, SECTION_TEXT));
}

/** Lines of mrkdwn in small print. One element: several would stand side by side. */
export function smallLines(lines: readonly string[]): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: filled(cutLines(lines, SECTION_TEXT)) }] };
}
