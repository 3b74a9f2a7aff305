/** Records in a modal, a page at a time: who to whom, what became of it, and how much. */
import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types';
import type { Diagnosis, Listing } from '../diagnosis/diagnosis.ts';
import { actions, type Button, section, sectionLines, smallLines } from './blocks.ts';
import { cut } from './limits.ts';
import { emphasized } from './list-line.ts';
import { listingTable } from './listing-table.ts';
import { type MessageBlock, modalBlocks } from './message-block.ts';
import { code, escaped, prose } from './mrkdwn.ts';
import { count } from './quantities.ts';
import { smallPrint } from './small-print.ts';
import type { TimeStyle } from './time.ts';

/** As many as one reads at a glance, two lines each. */
const PAGE_ROWS = 15;
/** A section takes 3000 characters, and two IPv6 addresses with their ports may be a hundred of them. */
const ROWS_PER_SECTION = 5;
const QUESTION_SHOWN = 300;

/** What it shows, besides what it is about. */
export interface RecordsPage {
  /** As it would be typed: untrusted. */
  readonly question: string;
  readonly diagnosis: Diagnosis;
  /** From 0; beyond the last it is the last. */
  readonly page: number;
  /** Only those that were rejected, where that was chosen here; null where the question itself is about one action. */
  readonly onlyRejected: boolean | null;
}

/** @param metadata comes back with every press, at most 3000 characters @param further what its own button says, which is in sight however long it is */
function modal(metadata: string, blocks: readonly KnownBlock[], further: string | null = null): ModalView {
  return {
    type: 'modal',
    callback_id: 'flows-records',
    private_metadata: metadata,
    // Whoever closes it does not want what is still being read for it.
    notify_on_close: true,
    title: { type: 'plain_text', text: 'Records' },
    close: { type: 'plain_text', text: 'Close' },
    ...(further === null ? {} : { submit: { type: 'plain_text', text: further } }),
    blocks: [...blocks],
  };
}

export function recordsLoading(metadata: string): ModalView {
  return modal(metadata, [section(':hourglass_flowing_sand: The records are being read …')]);
}

/** What it shows instead of records, or beside the way to them. Texts are escaped already. */
export function recordsNotice(
  metadata: string,
  blocks: readonly MessageBlock[],
  buttons: readonly Button[] = [],
): ModalView {
  return modal(metadata, [...modalBlocks(blocks), ...(buttons.length > 0 ? [actions(buttons)] : [])]);
}

/** `[2001:db8::1]:443`. */
function endOf(address: string, port: string): string {
  if (port === '-') return address;
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** The one network interface that all rows are of; null where they are of several. */
function placeOf(rows: Listing['rows']): string | null {
  const places = new Set(rows.map(({ interface: place }) => place));
  const [only] = places;
  return places.size === 1 && typeof only === 'string' ? only : null;
}

function recordLines(listing: Listing, style: TimeStyle, near: number): readonly string[] {
  const { titles, rows, numeric } = listingTable(listing, { style, near });
  const isOnePlace = placeOf(listing.rows) !== null;
  const apart = new Set(['Start', 'From', 'Source port', 'To', 'Port', 'Action', 'Network interface']);
  return rows.map((row) => {
    const cell = (title: string) => row[titles?.indexOf(title) ?? -1] ?? '-';
    const [from, to] = [endOf(cell('From'), cell('Source port')), endOf(cell('To'), cell('Port'))];
    const rest = row.flatMap((text, at) => {
      const title = titles?.[at] ?? '';
      if (apart.has(title) || text === '-') return [];
      const unit = title === 'Packets' ? (text === '1' ? ' packet' : ' packets') : '';
      return [`${text}${numeric.includes(at) ? unit : ''}`];
    });
    const action = cell('Action');
    const mark = action === 'REJECT' ? ':red_circle:' : ':white_circle:';
    return [
      `${mark} ${code(`${cell('Start')}  ${from} → ${to}`)}`,
      [
        emphasized(action),
        ...rest.map(escaped),
        ...(isOnePlace ? [] : [escaped(cell('Network interface'))]),
      ].join(' · '),
    ].join('\n');
  });
}

function sections(lines: readonly string[]): readonly KnownBlock[] {
  return Array.from({ length: Math.ceil(lines.length / ROWS_PER_SECTION) }, (_, at) =>
    sectionLines(lines.slice(at * ROWS_PER_SECTION, (at + 1) * ROWS_PER_SECTION)),
  );
}

function buttonsOf(page: number, total: number, onlyRejected: boolean | null): ActionsBlock {
  return actions([
    ...(page > 0 ? [{ id: 'flows-records-newer', text: 'Newer', value: String(page - 1) }] : []),
    ...(onlyRejected === null
      ? []
      : onlyRejected
        ? [{ id: 'flows-records-all', text: 'All records', value: 'all' }]
        : [{ id: 'flows-records-rejected', text: 'Only rejected', value: 'rejected' }]),
    ...(total > 0 ? [{ id: 'flows-records-file', text: 'Send as CSV', value: 'csv' }] : []),
  ]);
}

/** `16–30 of 240, the newest first`. */
function position(from: number, shown: number, total: number): string {
  return `${count(from + 1)}–${count(from + shown)} of ${count(total)}, the newest first`;
}

export function recordsView(
  metadata: string,
  { question, diagnosis, page, onlyRejected }: RecordsPage,
  style: TimeStyle,
): ModalView {
  const { columns = [], rows = [], summary, nextCheck, completeness } = diagnosis;
  const last = Math.max(0, Math.ceil(rows.length / PAGE_ROWS) - 1);
  const at = Math.min(Math.max(0, page), last);
  const shown = rows.slice(at * PAGE_ROWS, (at + 1) * PAGE_ROWS);
  const place = placeOf(shown);
  const buttons = buttonsOf(at, rows.length, onlyRejected);
  const blocks = [
    section(`*${escaped(summary)}*`),
    smallLines([
      code(cut(question, QUESTION_SHOWN)),
      ...(rows.length > 0 ? [position(at * PAGE_ROWS, shown.length, rows.length)] : []),
      ...(place === null ? [] : [`all of ${escaped(place)}`]),
    ]),
    ...sections(recordLines({ columns, rows: shown }, style, completeness.window.end)),
    ...(rows.length === 0 ? [section(prose(nextCheck))] : []),
    ...(buttons.elements.length > 0 ? [buttons] : []),
    smallLines(smallPrint(diagnosis, style).map(prose)),
  ];
  return modal(metadata, blocks, at < last ? 'Older' : null);
}
