/** Evidence as rows of a table. */
import type { Evidence, FlowEvidence } from '../diagnosis/evidence.ts';
import { protocolName } from '../record/protocols.ts';
import { tcpFlagWords } from '../record/tcp-flags.ts';
import { bytes, counted } from './quantities.ts';
import { clockTime, type TimeStyle } from './time.ts';

const TCP = 6;

/** `10.0.2.9:5432`, `[2001:db8::1]:443`; without a port where there is none. */
export function endpoint(address: string, port: number | null): string {
  if (port === null || port === 0) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function flagsText({ protocol, tcpFlags }: FlowEvidence): string {
  if (protocol !== TCP || tcpFlags === null) return '';
  return tcpFlagWords(tcpFlags).join(' ') || 'no flags';
}

function flowCells(row: FlowEvidence, style: TimeStyle, near: number): readonly string[] {
  const { first, source, sourcePort, destination, destinationPort, protocol } = row;
  return [
    first === null ? '-' : clockTime(first, style, near),
    `${endpoint(source, sourcePort)} → ${endpoint(destination, destinationPort)}`,
    protocol === null ? '-' : protocolName(protocol),
    flagsText(row),
    counted(row.packets, 'pkt', 'pkts'),
    bytes(row.bytes),
    row.rejectReason ? `${row.action ?? '-'} (${row.rejectReason})` : (row.action ?? '-'),
  ];
}

/** The cells of one row of evidence; flows have seven, the other kinds say it in one. */
export function evidenceCells(evidence: Evidence, style: TimeStyle, near: number): readonly string[] {
  switch (evidence.kind) {
    case 'flow':
      return flowCells(evidence, style, near);
    case 'status': {
      const { first, interfaceId, status, records } = evidence;
      return [
        first === null ? '-' : clockTime(first, style, near),
        `${interfaceId ?? 'an interface'}: ${counted(records, `${status} record`)}`,
      ];
    }
    case 'absence':
      return ['none', `no ${evidence.lookedFor}, in ${evidence.where}`];
    case 'flow-log': {
      const { flowLogId, resourceId, keeps, deliveryError } = evidence;
      return [
        'flow log',
        `${flowLogId} on ${resourceId} keeps ${keeps}${deliveryError ? `, delivery: ${deliveryError}` : ''}`,
      ];
    }
  }
}

/** How many records the evidence stands for. */
export function evidenceRecords(all: readonly Evidence[]): number {
  return all.reduce((total, row) => total + ('records' in row ? row.records : 0), 0);
}
