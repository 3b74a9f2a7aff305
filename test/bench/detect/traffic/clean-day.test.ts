import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allAttacks, dayOf } from '../attacks/all-attacks.ts';
import { edgeOf } from '../attacks/injection.ts';
import { writeDay } from '../day-file.ts';
import { fleetOf } from '../fleet.ts';
import { randomOf } from '../random.ts';
import { cleanDay, fleetOn } from './clean-day.ts';
import { DAY, type DayScope } from './day.ts';

const START = 1_780_272_000;
const FLEET = fleetOf(1);

function scope(seed: number): DayScope {
  return { start: START, number: 1, stacks: 1, fleet: FLEET, random: randomOf(seed) };
}

function first(seed: number): string {
  const [exchange] = cleanDay(scope(seed));
  return JSON.stringify(exchange);
}

describe('a day of the measurement', () => {
  let folder = '';
  let sums: Record<string, unknown>[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flows-detect-'));
    const settings = [
      { aggregation: 60, version: 5 },
      { aggregation: 600, version: 2 },
    ] as const;
    const day = () => ({ exchanges: cleanDay(scope(1)), markers: [], isLost: () => false });
    for (const setting of settings)
      await writeDay(join(folder, `${setting.aggregation}.parquet`), day(), fleetOn(scope(1)), setting);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const result = await connection.runAndReadAll(
      `SELECT sum(bytes)::DOUBLE AS bytes, sum(packets)::DOUBLE AS packets, count(*)::INTEGER AS records, max("end" - "start")::INTEGER AS longest
       FROM read_parquet('${folder}/*.parquet', union_by_name = true, filename = true) GROUP BY filename ORDER BY filename`,
    );
    sums = result.getRowObjectsJS();
    connection.closeSync();
    instance.closeSync();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is the same for the same seed, and another for another', () => {
    expect(first(1)).toBe(first(1));
    expect(first(1)).not.toBe(first(2));
  });

  it('has the same packets and bytes however long records are gathered', () => {
    const [short, long] = sums;

    expect([long?.['bytes'], long?.['packets']]).toEqual([short?.['bytes'], short?.['packets']]);
    expect(Number(long?.['records'])).toBeLessThan(Number(short?.['records']));
  });

  it('has no record that is longer than the aggregation interval', () => {
    expect(sums.map(({ longest }) => Number(longest) < 600)).toEqual([true, true]);
    expect(Number(sums[0]?.['longest'])).toBeLessThan(60);
  });
});

describe('an attack', () => {
  const random = randomOf(1);
  const injections = allAttacks({ fleet: FLEET, stacks: 1, random, start: START, end: START + 2 * DAY });

  it('is about somebody who is in its exchanges', () => {
    for (const { about, exchanges, variant } of injections.filter((one) => one.exchanges.length > 0))
      expect(
        exchanges.every((one) => [one.client, one.server, edgeOf(one)].some((id) => about.includes(id))),
        variant,
      ).toBe(true);
  });

  it('lies between its start and its end', () => {
    for (const { exchanges, start, end, variant } of injections)
      expect(
        exchanges.every(({ at }) => at >= start - 1 && at <= end + 1),
        variant,
      ).toBe(true);
  });

  it('takes the records of a gap out of the day', async () => {
    const gap = injections.find(
      ({ detector, variant }) => detector === 'flow-log-gap' && variant === 'all interfaces',
    );
    const day = dayOf({ ...scope(1), start: START + 2 * DAY }, injections);
    const piece = { minute: 0, packets: 1, bytes: 40, protocol: 6, action: 'ACCEPT', flags: 0 } as const;
    const leg = {
      ...{ interfaceId: FLEET.hosts[0]?.interfaceId ?? '', source: '', destination: '' },
      ...{ packetSource: '', packetDestination: '', sourcePort: 1, destinationPort: 2 },
      ...{ direction: 'egress' as const, isReply: false },
    };
    const at = (gap?.start ?? 0) + 60;

    expect(day.isLost({ ...piece, leg, start: at, end: at })).toBe(true);
    expect(day.isLost({ ...piece, leg, start: at - 120, end: at - 120 })).toBe(false);
  });
});
