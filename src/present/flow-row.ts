/** Evidence as a table. */
import type { Evidence, FlowEvidence } from '../diagnosis/evidence.ts';
import { protocolName, TCP } from '../record/protocols.ts';
import { tcpFlagWords } from '../record/tcp-flags.ts';
import { bytes, counted } from './quantities.ts';
import type { Table } from './table.ts';
import { clockTime, type TimeStyle } from './time.ts';

interface RowStyle extends TimeStyle {
  /** Times of another day than this one's show their date, seconds since the epoch. */
  readonly near: number;
  /** What to call each interface; null where they need not be told apart. */
  readonly interfaceNames: ReadonlyMap<string | null, string> | null;
}

/** `10.0.2.9:5432`, `[2001:db8::1]:443`; without a port where there is none. */
function endpoint(address: string, port: number | null): string {
  if (port === null || port === 0) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function flagsText({ protocol, tcpFlags }: FlowEvidence): string {
  if (protocol !== TCP || tcpFlags === null) return '';
  return tcpFlagWords(tcpFlags).join(' ') || 'no flags';
}

function flowCells(row: FlowEvidence, { near, interfaceNames, ...style }: RowStyle): readonly string[] {
  const { first, source, sourcePort, destination, destinationPort, protocol, interfaceId } = row;
  return [
    first === null ? '-' : clockTime(first, style, near),
    `${endpoint(source, sourcePort)} → ${endpoint(destination, destinationPort)}`,
    protocol === null ? '-' : protocolName(protocol),
    flagsText(row),
    counted(row.packets, 'pkt', 'pkts'),
    bytes(row.bytes),
    row.rejectReason ? `${row.action ?? '-'} (${row.rejectReason})` : (row.action ?? '-'),
    ...(interfaceNames ? [interfaceNames.get(interfaceId) ?? '-'] : []),
  ];
}

/** The cells of one row of evidence; flows have seven or eight, the other kinds say it in two. */
function evidenceCells(evidence: Evidence, style: RowStyle): readonly string[] {
  switch (evidence.kind) {
    case 'flow':
      return flowCells(evidence, style);
    case 'status': {
      const { first, interfaceId, status, records } = evidence;
      return [
        first === null ? '-' : clockTime(first, style, style.near),
        `${interfaceId ?? 'an interface'}: ${counted(records, `${status} record`)}`,
      ];
    }
    case 'absence':
      return ['not found', `${evidence.lookedFor}, in ${evidence.where}`];
    case 'flow-log': {
      const { flowLogId, resourceId, keeps, deliveryError } = evidence;
      return [
        'flow log',
        `${flowLogId} on ${resourceId} keeps ${keeps}${deliveryError ? `, delivery: ${deliveryError}` : ''}`,
      ];
    }
  }
}

/** `eni-0b11…` of `eni-0b11c2d3e4f5a6b7c`, as far as that is one of a kind. */
const SHORT_ID = 'eni-0b11'.length;

function interfaceNames(ids: ReadonlySet<string | null>): ReadonlyMap<string | null, string> {
  const known = [...ids].filter((id) => id !== null);
  const short = (id: string) => (id.length > SHORT_ID + 1 ? `${id.slice(0, SHORT_ID)}…` : id);
  const areDifferent = new Set(known.map(short)).size === known.length;
  return new Map(known.map((id) => [id, areDifferent ? short(id) : id]));
}

const HEADINGS = ['Start', 'From and to', 'Protocol', 'TCP flags', 'Packets', 'Bytes', 'Action'] as const;
const PACKETS = 4;
const BYTES = 5;

/** What the cells of a flow say as numbers. */
function flowAmounts({ first, packets, bytes: size }: FlowEvidence): readonly (number | null)[] {
  return [first, null, null, null, packets, size];
}

/** How many records the evidence stands for. */
function evidenceRecords(all: readonly Evidence[]): number {
  return all.reduce((total, row) => total + ('records' in row ? row.records : 0), 0);
}

/**
 * A row each; null where there is none. Where they are of several interfaces, flows name theirs, or the same exchange would look as if it were
 * told twice. @param near times of another day than this one's show their date, seconds since the epoch
 */
export function evidenceTable(evidence: readonly Evidence[], style: TimeStyle, near: number): Table | null {
  if (evidence.length === 0) return null;
  const flows = evidence.filter((row) => row.kind === 'flow');
  const ids = new Set(flows.map(({ interfaceId }) => interfaceId));
  const names = ids.size > 1 ? interfaceNames(ids) : null;
  const records = evidenceRecords(evidence);
  return {
    titles: null,
    // The other kinds have other cells.
    ...(flows.length === evidence.length
      ? {
          headings: [...HEADINGS, ...(names ? ['Network interface'] : [])],
          amounts: flows.map(flowAmounts),
        }
      : {}),
    rows: evidence.map((row) => evidenceCells(row, { ...style, near, interfaceNames: names })),
    numeric: [PACKETS, BYTES],
    caption:
      records > evidence.length ? `${counted(evidence.length, 'row')}, ${counted(records, 'record')}` : null,
  };
}
