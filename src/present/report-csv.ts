/** The evidence of an incident's findings as CSV: a line a row of evidence, with what it is evidence of in front. */
import { stringify } from 'csv-stringify/sync';
import type { Evidence } from '../diagnosis/evidence.ts';
import type { IncidentReport } from '../diagnosis/incident-report.ts';
import { isoTime } from './time.ts';
import { forSpreadsheet } from './untrusted.ts';

type Cell = string | number | null;

const COLUMNS = [
  'incident',
  'finding',
  'question',
  'verdict',
  'confidence',
  'kind',
  'first',
  'last',
  'interface',
  'source',
  'source_port',
  'destination',
  'destination_port',
  'protocol',
  'tcp_flags',
  'packets',
  'bytes',
  'action',
  'reject_reason',
  'records',
  'said',
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], Cell>>>;

function time(seconds: number | null): string | null {
  return seconds === null ? null : isoTime(seconds);
}

function evidenceRow(evidence: Evidence): Row {
  const { kind } = evidence;
  switch (kind) {
    case 'flow': {
      const { source, destination, protocol, packets, bytes, action, records } = evidence;
      return {
        ...{ kind, source, destination, protocol, packets, bytes, action, records },
        first: time(evidence.first),
        last: time(evidence.last),
        interface: evidence.interfaceId,
        source_port: evidence.sourcePort,
        destination_port: evidence.destinationPort,
        tcp_flags: evidence.tcpFlags,
        reject_reason: evidence.rejectReason,
      };
    }
    case 'status': {
      const { first, last, interfaceId, status, records } = evidence;
      return { kind, first: time(first), last: time(last), interface: interfaceId, records, said: status };
    }
    case 'absence':
      return { kind, said: `no ${evidence.lookedFor} in ${evidence.where}` };
    case 'flow-log': {
      const { flowLogId, resourceId, keeps, deliveryError } = evidence;
      const error = deliveryError === null ? '' : `, delivery error: ${deliveryError}`;
      return { kind, interface: resourceId, said: `${flowLogId} keeps ${keeps}${error}` };
    }
  }
}

function rowsOf({ name, findings }: IncidentReport): readonly Row[] {
  return findings.flatMap(({ number, answer: { question, diagnosis } }) => {
    const each = diagnosis.findings.length > 0 ? diagnosis.findings : [diagnosis];
    return each.flatMap(({ verdict, confidence, summary, evidence }): readonly Row[] => {
      const about = { incident: name, finding: `F${number}`, question, verdict, confidence };
      // A finding without records is still one.
      if (evidence.length === 0) return [{ ...about, kind: 'none', said: summary }];
      return evidence.map((one) => ({ ...about, ...evidenceRow(one) }));
    });
  });
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function renderReportCsv(report: IncidentReport): string {
  const rows = rowsOf(report).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, cell]) => [key, typeof cell === 'string' ? forSpreadsheet(cell) : cell]),
    ),
  );
  return stringify(rows, { header: true, columns: [...COLUMNS] });
}
