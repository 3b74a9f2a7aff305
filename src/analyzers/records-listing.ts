/** `records`: the flow log records themselves, the newest first: the evidence that people hand on. */
import type { ListingColumn } from '../diagnosis/diagnosis.ts';
import { field } from '../query/expression.ts';
import { count, groups, max, records, sum } from '../query/flow-query.ts';
import { all, present } from '../query/predicate.ts';
import { FIELDS, type FieldKey } from '../record/fields.ts';
import { defineAnalyzer, fileContent, MOST_FILE_ROWS, type Scope } from './analyzer.ts';
import { askedWords, kindWords } from './asked-words.ts';
import { skippedOf, skippedQuery } from './coverage.ts';
import { nextOfNothing } from './nothing-found.ts';
import { askedOneWay } from './subject.ts';

/** An answer shows so many, unless asked for more. */
const SHOWN = 20;

const COLUMNS = {
  start: field('start'),
  interface: field('interfaceId'),
  source: field('srcAddr'),
  sourcePort: field('srcPort'),
  destination: field('dstAddr'),
  port: field('dstPort'),
  protocol: field('protocol'),
  packets: field('packets'),
  bytes: field('bytes'),
  action: field('action'),
};

const LISTED: readonly ListingColumn[] = [
  { key: 'start', title: 'Start', unit: 'time' },
  { key: 'interface', title: 'Network interface', unit: 'text', spare: 2 },
  { key: 'source', title: 'From', unit: 'address' },
  { key: 'sourcePort', title: 'Source port', unit: 'port' },
  { key: 'destination', title: 'To', unit: 'address' },
  { key: 'port', title: 'Port', unit: 'port' },
  { key: 'protocol', title: 'Protocol', unit: 'protocol' },
  { key: 'packets', title: 'Packets', unit: 'packets', spare: 1 },
  { key: 'bytes', title: 'Bytes', unit: 'bytes' },
  { key: 'action', title: 'Action', unit: 'text' },
];

/** What a file has of each record, as far as the flow log's format does; under the names that AWS gives the columns of Parquet files. */
const FILED = [
  'start',
  'end',
  'accountId',
  'interfaceId',
  'srcAddr',
  'srcPort',
  'dstAddr',
  'dstPort',
  'pktSrcAddr',
  'pktDstAddr',
  'protocol',
  'tcpFlags',
  'packets',
  'bytes',
  'action',
  'rejectReason',
  'flowDirection',
] as const satisfies readonly FieldKey[];

function unitOf(key: FieldKey): ListingColumn['unit'] {
  const { type } = FIELDS[key];
  if (key === 'protocol') return 'protocol';
  switch (type) {
    case 'seconds':
      return 'time';
    case 'integer':
      return 'count';
    case 'address':
    case 'port':
    case 'bytes':
    case 'packets':
      return type;
    default:
      return 'text';
  }
}

function whereOf(scope: Scope) {
  return all(present('packets'), askedOneWay(scope));
}

function needs(scope: Scope) {
  const { request } = scope;
  const [window, where] = [request.window, whereOf(scope)];
  return {
    newest: records({
      window,
      where,
      columns: COLUMNS,
      orderBy: [{ by: 'start', descending: true }],
      limit: request.limit ?? SHOWN,
    }),
    whole: groups({
      window,
      where,
      columns: {},
      measures: { flows: count(), bytes: sum(field('bytes')), last: max(field('end')) },
      limit: 1,
    }),
    skipped: skippedQuery(window),
  };
}

function summaryOf(shown: number, total: number, { request }: Scope): string {
  const of = askedWords(request);
  if (total === 0) return `No ${kindWords(request)}record${of} is in this window`;
  const counted = `${total.toLocaleString('en-US')} ${total === 1 ? 'record' : 'records'}${of}`;
  return shown < total ? `${counted}, the newest ${shown} of them here` : counted;
}

function nextCheckOf(total: number, { request }: Scope): string {
  if (total === 0) return nextOfNothing(request);
  return request.file === undefined
    ? 'Ask the same with `as csv` or `as parquet` to have all of them as a file.'
    : 'Explain one of them with `decode`.';
}

export const recordsListing = defineAnalyzer({
  id: 'records-listing',
  title: 'Records',
  summary: 'The records themselves, for who wants to see or hand on the evidence.',
  needs,
  follow: () => ({}),
  analyze({ newest, whole, skipped }, scope) {
    const total = whole.rows[0]?.flows ?? 0;
    return {
      findings: [
        {
          verdict: 'listing',
          confidence: 1,
          summary: summaryOf(newest.rows.length, total, scope),
          blocker: null,
          evidence: [],
          nextCheck: nextCheckOf(total, scope),
        },
      ],
      listing: { columns: LISTED, rows: newest.rows },
      coverage: {
        completeUntil: whole.rows[0]?.last ?? null,
        skipData: skippedOf(skipped.rows),
        interfacesNotLogged: [],
        cutOff: false,
        notes: ['NODATA and SKIPDATA records are not listed: they tell of no traffic.'],
      },
    };
  },
  file: (scope) =>
    fileContent({
      columns: FILED.map((key) => {
        const { parquetColumn: name } = FIELDS[key];
        return { key: name, title: name, unit: unitOf(key) };
      }),
      query: records({
        window: scope.request.window,
        where: whereOf(scope),
        columns: Object.fromEntries(FILED.map((key) => [FIELDS[key].parquetColumn, field(key)])),
        orderBy: [{ by: 'start', descending: true }],
        limit: MOST_FILE_ROWS,
      }),
      row: (row) => row,
    }),
});
