/** What an answer to a question consists of, in the order it is read; every form of output draws this. Its texts are not escaped. */
import type { Diagnosis, Finding, Listing, ListingColumn } from '../diagnosis/diagnosis.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import { protocolName } from '../record/protocols.ts';
import { evidenceCells, evidenceRecords } from './flow-row.ts';
import { pathLines } from './path.ts';
import { bytes, count, counted, share } from './quantities.ts';
import { smallPrint } from './small-print.ts';
import { shortTime, type TimeStyle, zoneName } from './time.ts';

/** `blocked`: traffic is stopped. `look`: something to look at. `fine`: nothing to do. `open`: it cannot be told. `list`: a list was asked for. */
export type Severity = 'blocked' | 'look' | 'fine' | 'open' | 'list';

export interface Table {
  readonly titles: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  /** Columns that are numbers, to be set to the right. */
  readonly numeric: readonly number[];
  /** How much it stands for; null where that is plain. */
  readonly caption: string | null;
}

export interface NextCheck {
  readonly text: string;
  /** It can be pasted into a shell. */
  readonly isCommand: boolean;
}

export interface Outline {
  readonly severity: Severity;
  readonly headline: string;
  /** Verdict code, confidence, since when, how often; empty for a listing. */
  readonly status: string;
  readonly path: readonly string[];
  readonly blocker: string | null;
  readonly table: Table | null;
  readonly next: NextCheck;
  /** Further findings, a sentence each. */
  readonly others: readonly string[];
  readonly smallPrint: readonly string[];
}

const SEVERITY = {
  'sg-inbound': 'blocked',
  'sg-outbound': 'blocked',
  'nacl-inbound': 'blocked',
  'nacl-outbound': 'blocked',
  'nacl-return-outbound': 'blocked',
  'nacl-return-inbound': 'blocked',
  'sg-or-nacl-inbound': 'blocked',
  'sg-or-nacl-outbound': 'blocked',
  'vpc-bpa': 'blocked',
  'vpc-encryption-controls': 'blocked',
  'no-route': 'blocked',
  'lost-in-path': 'blocked',
  'return-path-lost': 'blocked',
  'idle-timeout': 'look',
  'port-closed': 'look',
  'no-reply': 'look',
  'app-level': 'look',
  detections: 'look',
  'late-packets': 'fine',
  'background-scan': 'fine',
  healthy: 'fine',
  'not-captured': 'open',
  'not-logged': 'open',
  'logs-incomplete': 'open',
  'no-records': 'open',
  listing: 'list',
} as const satisfies Record<Verdict, Severity>;

function statusOf({ verdict, confidence, occurrence }: Finding, near: number, style: TimeStyle): string {
  if (verdict === 'listing') return '';
  const parts: string[] = [verdict, `${confidence.toFixed(2)} sure`];
  if (occurrence) {
    const { first, last, ongoing, connections } = occurrence;
    const since = `${shortTime(first, style, near)}`;
    parts.push(
      ongoing
        ? `since ${since} ${zoneName(first, style)}, still happening`
        : `${since} to ${shortTime(last, style, near)} ${zoneName(last, style)}, not seen since`,
    );
    if (connections)
      parts.push(`${count(connections.affected)} of ${counted(connections.total, 'connection')}`);
    else parts.push(counted(occurrence.packets, 'packet'));
  }
  return parts.join(' · ');
}

const BLOCKER_WORDS = {
  'security-group': 'a security group',
  'network-acl': 'a network ACL',
  'route-table': 'a route table',
  'vpc-bpa': 'VPC Block Public Access',
  'vpc-encryption-controls': 'VPC encryption controls',
} as const;

function blockerOf({ blocker }: Diagnosis): string | null {
  if (!blocker) return null;
  const rule = blocker.rule === undefined ? '' : ` rule ${blocker.rule}`;
  return `${blocker.id ?? BLOCKER_WORDS[blocker.kind]}, ${blocker.direction}${rule}: ${blocker.because}`;
}

function cellText(value: string | number | null | undefined, { unit }: ListingColumn): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'string') return value;
  switch (unit) {
    case 'bytes':
      return bytes(value);
    case 'share':
      return share(value);
    case 'packets':
    case 'count':
      return count(value);
    case 'protocol':
      return protocolName(value);
    default:
      return String(value);
  }
}

const NUMBERS: ReadonlySet<ListingColumn['unit']> = new Set(['bytes', 'share', 'packets', 'count', 'port']);

function listingTable({ columns, rows }: Listing): Table {
  return {
    titles: columns.map(({ title }) => title),
    rows: rows.map((row) => columns.map((column) => cellText(row[column.key], column))),
    numeric: columns.flatMap(({ unit }, index) => (NUMBERS.has(unit) ? [index] : [])),
    caption: null,
  };
}

function evidenceTable({ evidence, completeness }: Diagnosis, style: TimeStyle): Table | null {
  if (evidence.length === 0) return null;
  const records = evidenceRecords(evidence);
  return {
    titles: null,
    rows: evidence.map((row) => evidenceCells(row, style, completeness.window.end)),
    numeric: [4, 5],
    caption:
      records > evidence.length ? `${counted(evidence.length, 'row')}, ${counted(records, 'record')}` : null,
  };
}

/** A command of a shell begins with its name and an option or a subcommand; sentences do not begin so. */
function nextOf(text: string): NextCheck {
  return { text, isCommand: /^(aws|dig|curl|nc|ss|flows) [a-z-]/.test(text) };
}

function otherFinding({ verdict, confidence, summary }: Finding): string {
  return `${summary} (${verdict}, ${confidence.toFixed(2)} sure)`;
}

export function outlineOf(diagnosis: Diagnosis, style: TimeStyle): Outline {
  const { findings, completeness, columns, rows } = diagnosis;
  const [first, ...others] = findings;
  const listing = columns && rows ? { columns, rows } : undefined;
  return {
    severity: SEVERITY[diagnosis.verdict],
    headline: diagnosis.summary,
    status: first ? statusOf(first, completeness.window.end, style) : '',
    path: first?.exchange ? pathLines(first.exchange) : [],
    blocker: blockerOf(diagnosis),
    table: listing
      ? listing.rows.length > 0
        ? listingTable(listing)
        : null
      : evidenceTable(diagnosis, style),
    next: nextOf(diagnosis.nextCheck),
    others: others.map(otherFinding),
    smallPrint: smallPrint(diagnosis, style),
  };
}
