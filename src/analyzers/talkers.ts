/** `top`: who moves the most, grouped as asked, with each one's share of the whole. */
import type { Listing, ListingColumn } from '../diagnosis/diagnosis.ts';
import { DESTINATION, type Expression, field, SOURCE } from '../query/expression.ts';
import { count, type FlowQuery, groups, max, sum } from '../query/flow-query.ts';
import { all, present } from '../query/predicate.ts';
import type { Request } from '../query/request.ts';
import { defineAnalyzer, type Scope } from './analyzer.ts';
import { skippedOf, skippedQuery } from './coverage.ts';
import { askedOneWay, subjectText } from './subject.ts';

export const TALKER_MEASURES = ['bytes', 'packets', 'flows'] as const;
export type TalkerMeasure = (typeof TALKER_MEASURES)[number];

interface Grouping {
  readonly columns: Readonly<Record<string, Expression>>;
  readonly listed: readonly ListingColumn[];
}

const from: ListingColumn = { key: 'source', title: 'From', unit: 'address' };
const to: ListingColumn = { key: 'destination', title: 'To', unit: 'address' };
const port: ListingColumn = { key: 'port', title: 'Port', unit: 'port' };
const protocol: ListingColumn = { key: 'protocol', title: 'Protocol', unit: 'protocol' };

const GROUPINGS = {
  source: { columns: { source: SOURCE }, listed: [from] },
  destination: { columns: { destination: DESTINATION }, listed: [to] },
  pair: { columns: { source: SOURCE, destination: DESTINATION }, listed: [from, to] },
  port: { columns: { protocol: field('protocol'), port: field('dstPort') }, listed: [protocol, port] },
  service: {
    columns: { destination: DESTINATION, protocol: field('protocol'), port: field('dstPort') },
    listed: [to, protocol, port],
  },
  protocol: { columns: { protocol: field('protocol') }, listed: [protocol] },
  interface: {
    columns: { interface: field('interfaceId') },
    listed: [{ key: 'interface', title: 'Network interface', unit: 'text' }],
  },
  subnet: {
    columns: { subnet: field('subnetId') },
    listed: [{ key: 'subnet', title: 'Subnet', unit: 'text' }],
  },
} as const satisfies Record<string, Grouping>;

export type TalkerGrouping = keyof typeof GROUPINGS;
export const TALKER_GROUPINGS = Object.keys(GROUPINGS) as readonly TalkerGrouping[];

const DEFAULT_LIMIT = 10;

/** What is measured and how it is grouped, from the words of the `by` clauses. */
export function talkerChoice({ by }: Pick<Request, 'by'>): {
  readonly measure: TalkerMeasure;
  readonly grouping: TalkerGrouping;
} {
  const words = (by ?? '').split(' ');
  return {
    measure: TALKER_MEASURES.find((name) => words.includes(name)) ?? 'bytes',
    grouping: TALKER_GROUPINGS.find((name) => words.includes(name)) ?? 'pair',
  };
}

/** NODATA and SKIPDATA records are no traffic. */
const TRAFFIC = present('packets');

const MEASURES = { bytes: sum(field('bytes')), packets: sum(field('packets')), flows: count() };

type TalkerRow = Readonly<Record<string, unknown>> & {
  readonly bytes: number;
  readonly packets: number;
  readonly flows: number;
};

function needs(scope: Scope) {
  const { request } = scope;
  const { measure, grouping } = talkerChoice(request);
  const where = all(TRAFFIC, askedOneWay(scope));
  const top: FlowQuery<TalkerRow> = groups({
    window: request.window,
    where,
    columns: GROUPINGS[grouping].columns as Grouping['columns'],
    measures: MEASURES,
    orderBy: [{ by: measure, descending: true }],
    limit: request.limit ?? DEFAULT_LIMIT,
  });
  return {
    top,
    whole: groups({
      window: request.window,
      where,
      columns: {},
      measures: { ...MEASURES, last: max(field('end')) },
      limit: 1,
    }),
    skipped: skippedQuery(request.window),
  };
}

function cell(value: unknown): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function listing(rows: readonly TalkerRow[], whole: number, scope: Scope): Listing {
  const { measure, grouping } = talkerChoice(scope.request);
  const listed: readonly ListingColumn[] = GROUPINGS[grouping].listed;
  return {
    columns: [
      ...listed,
      { key: 'bytes', title: 'Bytes', unit: 'bytes' },
      { key: 'packets', title: 'Packets', unit: 'packets' },
      { key: 'flows', title: 'Records', unit: 'count' },
      { key: 'share', title: `Share of ${measure}`, unit: 'share' },
    ],
    rows: rows.map((row) => ({
      ...Object.fromEntries(listed.map(({ key }) => [key, cell(row[key])])),
      bytes: row.bytes,
      packets: row.packets,
      flows: row.flows,
      share: whole > 0 ? row[measure] / whole : 0,
    })),
  };
}

function summaryOf(found: Listing, { request }: Scope, cutOff: boolean): string {
  const { measure, grouping } = talkerChoice(request);
  const of = request.subjects.length > 0 ? ` of ${request.subjects.map(subjectText).join(' and ')}` : '';
  if (found.rows.length === 0) return `No traffic${of} is recorded in this window`;
  const shares = found.rows.reduce((total, row) => total + Number(row['share']), 0);
  const { one, many } = WORDS[grouping];
  const counted = found.rows.length === 1 ? `1 ${one}` : `${found.rows.length} ${many}`;
  return `${cutOff ? 'The top' : 'All'} ${counted}${of} by ${measure}, ${Math.round(shares * 100)} % of the whole`;
}

const WORDS: Readonly<Record<TalkerGrouping, { readonly one: string; readonly many: string }>> = {
  source: { one: 'source', many: 'sources' },
  destination: { one: 'destination', many: 'destinations' },
  pair: { one: 'pair', many: 'pairs' },
  port: { one: 'port', many: 'ports' },
  service: { one: 'service', many: 'services' },
  protocol: { one: 'protocol', many: 'protocols' },
  interface: { one: 'network interface', many: 'network interfaces' },
  subnet: { one: 'subnet', many: 'subnets' },
};

export const talkers = defineAnalyzer({
  id: 'talkers',
  title: 'Top talkers',
  summary: 'Who moves the most bytes, packets or flows.',
  needs,
  follow: () => ({}),
  analyze(rows, scope) {
    const { measure } = talkerChoice(scope.request);
    const found = listing(rows.top.rows, rows.whole.rows[0]?.[measure] ?? 0, scope);
    return {
      findings: [
        {
          verdict: 'listing',
          confidence: 1,
          summary: summaryOf(found, scope, rows.top.cutOff),
          blocker: null,
          evidence: [],
          nextCheck:
            found.rows.length === 0
              ? 'Widen the window with `last 24h`, or ask without a subject.'
              : 'Ask `reject` with one of these addresses to see what of it is rejected.',
        },
      ],
      listing: found,
      coverage: {
        completeUntil: rows.whole.rows[0]?.last ?? null,
        skipData: skippedOf(rows.skipped.rows),
        interfacesNotLogged: [],
        cutOff: false,
        notes: [
          'Traffic between two interfaces that are both logged is recorded, and counted here, at each of them.',
        ],
      },
    };
  },
});
