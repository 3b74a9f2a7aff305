/** The audit log in each form: a message for one person, lines for a terminal, and a file for whoever has to keep it. */
import { stringify } from 'csv-stringify/sync';
import { message, type SlackMessage } from './block-kit.ts';
import { header, sectionLines, smallLines } from './blocks.ts';
import { tableLines } from './columns.ts';
import { code, escaped, prose } from './mrkdwn.ts';
import { bytes, counted } from './quantities.ts';
import { clockTime, isoTime, type TimeStyle, zoneName } from './time.ts';
import { forMarkdown, forSpreadsheet, forTerminal } from './untrusted.ts';

/** One deed, as the store has it. */
export interface AuditEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** A Slack user id, or what else acts. */
  readonly by: string;
  /** A Slack channel id; null where it was in none. */
  readonly channel: string | null;
  readonly action: string;
  readonly outcome: string;
  /** Untrusted. */
  readonly what: string;
  readonly sources: readonly string[];
  readonly bytes: number | null;
  readonly verdict: string | null;
  readonly note: string | null;
}

export interface AuditListing {
  /** The newest first. */
  readonly entries: readonly AuditEntry[];
  /** There are more of them. */
  readonly isCutOff: boolean;
  /** Seconds since the epoch. */
  readonly window: { readonly start: number; readonly end: number };
}

const COLUMNS = ['time', 'by', 'channel', 'action', 'outcome', 'what', 'sources', 'bytes', 'verdict', 'note'];

type Cell = string | number | null;

function cellsOf({ at, sources, ...entry }: AuditEntry): Readonly<Record<string, Cell>> {
  return { ...entry, time: new Date(at).toISOString(), sources: sources.join(' ') };
}

/** A header line, then a line a deed, the newest first; no cell is a formula. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map((entry) => {
    const cells = cellsOf(entry);
    return COLUMNS.map((column) => {
      const cell = cells[column] ?? null;
      return typeof cell === 'string' ? forSpreadsheet(cell) : cell;
    });
  });
  return stringify(rows, { header: true, columns: COLUMNS });
}

const SHORT = 60;

function short(text: string): string {
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

function rowOf(entry: AuditEntry, { start }: AuditListing['window'], style: TimeStyle): readonly string[] {
  return [
    clockTime(Math.floor(entry.at / 1000), style, start),
    entry.by,
    entry.channel ?? '–',
    entry.action,
    entry.outcome,
    short(entry.what),
    entry.sources.join(' ') || '–',
    entry.bytes === null ? '–' : bytes(entry.bytes),
    entry.verdict ?? '–',
    short(entry.note ?? ''),
  ];
}

const NOTHING = 'Nothing is in the audit log for that time.';

/** For a terminal. */
export function auditText(listing: AuditListing, style: TimeStyle): string {
  const { entries, window } = listing;
  if (entries.length === 0) return `${NOTHING}\n`;
  const rows = entries.map((entry) => rowOf(entry, window, style).map(forTerminal));
  const titles = [`time (${zoneName(window.end, style)})`, ...COLUMNS.slice(1)];
  return `${tableLines({ titles, rows, numeric: [COLUMNS.indexOf('bytes')] }).join('\n')}\n`;
}

/** For a ticket. */
export function auditMarkdown({ entries, window }: AuditListing, style: TimeStyle): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = entries.map((entry) => line(rowOf(entry, window, style).map(forMarkdown)));
  return `${[line(COLUMNS), line(COLUMNS.map(() => '---')), ...rows].join('\n')}\n`;
}

/** Ids of Slack's become mentions, which ring nobody in a message that one person alone sees. */
function mentioned(id: string, sign: '@' | '#', pattern: RegExp): string {
  return pattern.test(id) ? `<${sign}${id}>` : escaped(id);
}

function lineOf(entry: AuditEntry, { end }: AuditListing['window'], style: TimeStyle): string {
  const { by, channel, outcome, action, what, sources, verdict, note } = entry;
  const where = channel === null ? '' : ` in ${mentioned(channel, '#', /^[CGD][A-Z0-9]+$/)}`;
  const about = [
    `${outcome === 'done' ? escaped(action) : `${escaped(action)} *${escaped(outcome)}*`}`,
    ...(verdict === null ? [] : [escaped(verdict)]),
    ...(sources.length === 0 ? [] : [escaped(sources.join(', '))]),
    ...(entry.bytes === null ? [] : [bytes(entry.bytes)]),
    ...(note === null ? [] : [escaped(short(note))]),
  ];
  const who = mentioned(by, '@', /^[UW][A-Z0-9]+$/);
  return `${clockTime(Math.floor(entry.at / 1000), style, end)} ${who}${where} ${code(short(what))} · ${about.join(' · ')}`;
}

/** For the auditor alone who asked. */
export function auditMessage(listing: AuditListing, style: TimeStyle): SlackMessage {
  const { entries, isCutOff, window } = listing;
  const since = `since ${clockTime(window.start, style, window.end)} ${zoneName(window.start, style)}`;
  if (entries.length === 0)
    return message(NOTHING, [header('Audit log'), smallLines([`${NOTHING} · ${since}`])]);
  const shown = counted(entries.length, 'deed');
  const more = isCutOff ? `the newest ${shown}; \`audit … as csv\` gives all` : shown;
  return message(`Audit log: ${shown}`, [
    header('Audit log'),
    smallLines([`${since} · ${prose(more)}`]),
    sectionLines(entries.map((entry) => lineOf(entry, window, style))),
  ]);
}

/** `flows-audit-2026-11-23T140200Z.csv`, by the end of what is in it. */
export function auditFileName({ end }: AuditListing['window']): string {
  return `flows-audit-${isoTime(end).replaceAll(':', '')}.csv`;
}
