/** RITA's beacons of a day, out of the records: connections of one of ours to somebody outside, scored. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Claim } from '../score.ts';
import { ritaScore } from './rita.ts';

/** From which on RITA shows a beacon as low. */
const SHOWN = 0.7;
const DAY = 86_400;

interface Scored {
  readonly claims: readonly Claim[];
  /** Pairs with enough connections for a score. */
  readonly pairs: number;
}

/** @param start of the day, seconds since the epoch */
export async function ritaClaims(connection: DuckDBConnection, start: number): Promise<Scored> {
  const result = await connection.runAndReadAll(
    `SELECT srcaddr AS a, dstaddr AS b, list("start") AS moments, list(bytes) AS bytes FROM records
     WHERE action = 'ACCEPT' AND srcport > dstport AND (starts_with(srcaddr, '10.') OR starts_with(srcaddr, '2600:1f18:4a'))
     AND NOT (starts_with(dstaddr, '10.') OR starts_with(dstaddr, '2600:1f18:4a')) GROUP BY a, b HAVING count(*) >= 4`,
  );
  const scores = result.getRowObjectsJS().map(({ a, b, moments, bytes }) => {
    const sizes = Array.isArray(bytes) ? bytes.map(Number) : [];
    const all = Array.isArray(moments) ? moments.map(Number) : [];
    const connections = all.map((at, index) => ({ at, bytes: sizes[index] ?? 0 }));
    return { subjects: [String(a), String(b)], score: ritaScore(connections, start) };
  });
  const claims = scores
    .filter(({ score }) => score >= SHOWN)
    .map(({ subjects }) => ({
      detector: 'beacon' as const,
      subjects,
      from: start + DAY,
      until: start + DAY,
    }));
  return { claims, pairs: scores.filter(({ score }) => score > 0).length };
}
