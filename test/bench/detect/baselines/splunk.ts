/** Splunk's "AWS network access control list" search for a spike of blocked traffic: more than the rolling mean and three standard deviations. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Claim } from '../score.ts';

const SLOT = 300;
/** Slots that the rolling mean looks back at, and as many as it needs to speak. */
const LOOKS_BACK = 720;
const FEWEST = 5;

export class RollingMean {
  readonly #counts = new Map<string, number[]>();

  /** @param start of the day, seconds since the epoch */
  async day(connection: DuckDBConnection, start: number): Promise<readonly Claim[]> {
    const result = await connection.runAndReadAll(
      `SELECT interface_id AS id, ("start" - ${start}) // ${SLOT} AS slot, count(*)::INTEGER AS records
       FROM records WHERE action = 'REJECT' GROUP BY ALL ORDER BY id, slot`,
    );
    const today = new Map<string, Map<number, number>>();
    for (const { id, slot, records } of result.getRowObjectsJS()) {
      const slots = today.get(String(id)) ?? new Map<number, number>();
      today.set(String(id), slots.set(Number(slot), Number(records)));
    }
    return [...today].flatMap(([id, slots]) => this.#interface(id, slots, start));
  }

  #interface(id: string, slots: ReadonlyMap<number, number>, start: number): readonly Claim[] {
    const counts = this.#counts.get(id) ?? [];
    this.#counts.set(id, counts);
    const claims: Claim[] = [];
    for (let slot = 0; slot < 86_400 / SLOT; slot += 1) {
      const count = slots.get(slot) ?? 0;
      const at = start + (slot + 1) * SLOT;
      if (counts.length >= FEWEST && count > threeDeviations(counts))
        claims.push({ detector: 'reject-spike', subjects: [id], from: at, until: at });
      counts.push(count);
      if (counts.length > LOOKS_BACK) counts.shift();
    }
    return claims;
  }
}

function threeDeviations(counts: readonly number[]): number {
  const mean = counts.reduce((total, count) => total + count, 0) / counts.length;
  const squares = counts.reduce((total, count) => total + (count - mean) ** 2, 0);
  return mean + 3 * Math.sqrt(squares / counts.length);
}
