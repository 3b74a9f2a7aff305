/** Public rules for flow logs, each as it is published, asked of the same records hour by hour. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DetectorId } from '../../../../src/diagnosis/detection.ts';
import type { Claim } from '../score.ts';

export interface Rule {
  /** Beside which detector it stands. */
  readonly detector: DetectorId;
  readonly name: string;
  /** Columns `a`, `b`: ids of ours, or of others; `h`: the hour's start; what else is selected tells claims of one hour apart. */
  readonly sql: string;
}

const HOUR = '"start" // 3600 * 3600 AS h';
const OURS = `(starts_with(srcaddr, '10.') OR starts_with(srcaddr, '2600:1f18:4a'))`;
const OUT = `NOT (starts_with(dstaddr, '10.') OR starts_with(dstaddr, '2600:1f18:4a')) AND ${OURS}`;
const DATABASES = '1433, 1521, 3306, 5432, 6379, 9200, 27017';

function each(where: string, by = 'dstport'): string {
  return `SELECT dstaddr AS a, srcaddr AS b, ${by} AS what, ${HOUR} FROM records WHERE ${where} GROUP BY ALL`;
}

function pairs(where: string, having: string, by = ''): string {
  return `SELECT srcaddr AS a, dstaddr AS b${by}, ${HOUR} FROM records WHERE ${where} GROUP BY ALL HAVING ${having}`;
}

function senders(where: string, having: string): string {
  return `SELECT srcaddr AS a, NULL AS b, dstport, ${HOUR} FROM records WHERE ${where} GROUP BY ALL HAVING ${having}`;
}

/** One claim an hour and key, as scheduled searches give them. */
export const RULES: readonly Rule[] = [
  {
    detector: 'port-scan',
    name: 'Panther: 10 ports of a pair in an hour',
    sql: pairs('dstport NOT IN (80, 123, 443, 445, 53, 853, 2049)', 'count(DISTINCT dstport) >= 10'),
  },
  {
    detector: 'host-sweep',
    name: 'Elastic: 100 hosts on a port of administration',
    sql: senders(
      `dstport IN (21, 22, 23, 25, 139, 445, 3389, 5985, 5986) AND ${OURS}`,
      'count(DISTINCT dstaddr) >= 100',
    ),
  },
  {
    detector: 'scan-with-hit',
    name: 'Zeek: 15 ports of a host without an answer',
    sql: pairs("action = 'REJECT'", 'count(DISTINCT dstport) >= 15'),
  },
  {
    detector: 'brute-force',
    name: 'turbot: any record to 22, 3389 or a database',
    sql: each(`dstport IN (22, 3389, ${DATABASES}) AND action = 'ACCEPT'`),
  },
  {
    detector: 'exposed-port',
    name: 'turbot: any record to 22, 3389 or a database',
    sql: each(`dstport IN (22, 3389, ${DATABASES}) AND action = 'ACCEPT'`),
  },
  {
    detector: 'exfiltration',
    name: 'Slips: 100 MB to one address in an hour',
    sql: pairs(OUT, 'sum(bytes) > 100e6'),
  },
  { detector: 'volumetric', name: 'turbot: 10,000 packets in a record', sql: each('packets > 10000') },
  {
    detector: 'unusual-protocol',
    name: 'turbot: no ICMP, TCP or UDP',
    sql: each('protocol NOT IN (1, 6, 17)', 'protocol'),
  },
  {
    detector: 'smtp-out',
    name: 'any record to port 25 outside',
    sql: pairs(`dstport = 25 AND ${OUT}`, 'true'),
  },
  {
    detector: 'dns-bypass',
    name: 'Panther: names asked outside',
    sql: pairs(`dstport IN (53, 853) AND ${OUT}`, 'true'),
  },
  {
    detector: 'mining',
    name: 'any record to a mining port outside',
    sql: pairs(`dstport IN (3333, 4444, 5555, 7777, 14444, 45700) AND ${OUT}`, 'true'),
  },
  {
    detector: 'lateral-movement',
    name: 'any record to a port of administration inside',
    sql: each(`dstport IN (22, 445, 3389, 5985) AND ${OURS} AND starts_with(dstaddr, '10.')`),
  },
];

/** What a rule says about the records of a day, which the table `records` holds. */
export async function claimsOf(
  connection: DuckDBConnection,
  { detector, sql }: Rule,
): Promise<readonly Claim[]> {
  const result = await connection.runAndReadAll(sql);
  return result.getRowObjectsJS().map(({ a, b, h }) => ({
    detector,
    subjects: [a, b].flatMap((one) => (typeof one === 'string' ? one : [])),
    // A scheduled search tells of an hour when it is over.
    from: Number(h) + 3600,
    until: Number(h) + 3600,
  }));
}
