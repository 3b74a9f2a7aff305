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
  CONTEXT_ELEMENTS,
  cut,
  cutLines,
  HEADER_TEXT,
  lengthOf,
  SECTION_TEXT,
  TABLE_CHARACTERS,
  TABLE_COLUMNS,
  TABLE_ROWS,
} from './limits.ts';
import { inCode } from './mrkdwn.ts';
import type { Table } from './outline.ts';
import { forTerminal } from './untrusted.ts';

/** Slack takes no empty text. */
function filled(text: string): string {
  return text.trim() === '' ? ' ' : text;
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: cut(filled(forTerminal(text)), HEADER_TEXT) } };
}

export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(filled(mrkdwn), SECTION_TEXT) } };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

/** One element a text; what is beyond the limit is gathered in the last. */
export function context(texts: readonly string[]): ContextBlock {
  const shown = texts.slice(0, CONTEXT_ELEMENTS - 1);
  const rest = texts.slice(CONTEXT_ELEMENTS - 1);
  const all = rest.length === 0 ? shown : [...shown, rest.join(' · ')];
  return {
    type: 'context',
    elements: (all.length === 0 ? [' '] : all).map((text) => ({
      type: 'mrkdwn',
      text: cut(filled(text), SECTION_TEXT),
    })),
  };
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
/** A preformatted section shares its block's limit with its fences. */
const PREFORMATTED_TEXT = SECTION_TEXT - 2 * (FENCE.length + 1);

/** Lines in a fixed-width font. They are not escaped yet. */
export function preformatted(lines: readonly string[]): SectionBlock {
  const text = cutLines(lines.map(inCode), PREFORMATTED_TEXT);
  return section(`${FENCE}\n${text}\n${FENCE}`);
}

function fitsTable({ titles, rows }: Table): boolean {
  const all = titles ? [titles, ...rows] : rows;
  const columns = new Set(all.map((row) => row.length));
  const characters = all.flat().reduce((total, cell) => total + lengthOf(cell), 0);
  // Half of what Slack takes: the other blocks of the message need room too.
  return (
    columns.size === 1 &&
    all.length <= TABLE_ROWS &&
    (all[0]?.length ?? 0) <= TABLE_COLUMNS &&
    characters <= TABLE_CHARACTERS / 2
  );
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

/** A table, as Slack's own where wanted and possible, else preformatted. */
export function tableBlock(table: Table, native: boolean): readonly KnownBlock[] {
  return native && fitsTable(table) ? [nativeTable(table)] : [preformatted(tableLines(table))];
}
