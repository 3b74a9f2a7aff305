/** How long `top` takes over twenty million records in Parquet, against the one statement that DuckDB needs for the list alone, and in how much memory. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Measured, median } from './measure.ts';
import { holding } from './memory.ts';
import { timed, topByBytes } from './top-verb.ts';

const RECORDS = 20_000_000;
const FILES = 8;
const ROUNDS = 9;
const START = 1_700_000_000;
const NOW = START + 3600;
const MEGABYTE = 1e6;

/** A number below `below` that differs from row to row and is the same each time. */
function scattered(salt: number, below: number): string {
  return `(hash(i * 31 + ${salt}) % ${below})::INTEGER`;
}

/** The columns and types in which AWS delivers Parquet files. */
function recordsSql(from: number, to: number): string {
  return `
    SELECT 2::INTEGER AS version, '123456789010' AS account_id,
      'eni-0' || ${scattered(1, 200)} || 'abcdef012345' AS interface_id,
      '10.0.' || ${scattered(2, 4)} || '.' || ${scattered(3, 50)} AS srcaddr,
      '172.31.' || ${scattered(4, 2)} || '.' || ${scattered(5, 60)} AS dstaddr,
      32768 + ${scattered(6, 28_000)} AS srcport,
      [443, 5432, 22, 80, 8080][1 + ${scattered(7, 5)}] AS dstport,
      6::INTEGER AS protocol,
      (1 + ${scattered(8, 2000)})::BIGINT AS packets, (40 + ${scattered(9, 3_000_000)})::BIGINT AS bytes,
      ${START} + i * 3500 // ${RECORDS} AS "start", ${START} + i * 3500 // ${RECORDS} + 60 AS "end",
      CASE WHEN ${scattered(10, 8)} = 0 THEN 'REJECT' ELSE 'ACCEPT' END AS action, 'OK' AS log_status
    FROM range(${from}, ${to}) AS numbers(i)`;
}

async function generate(folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '400MB' });
  const connection = await instance.connect();
  for (let file = 0; file < FILES; file += 1) {
    const rows = recordsSql((file * RECORDS) / FILES, ((file + 1) * RECORDS) / FILES);
    await connection.run(`COPY (${rows}) TO '${join(folder, `part-${file}.parquet`)}' (FORMAT parquet)`);
  }
  connection.closeSync();
  instance.closeSync();
}

/** Best case: the statement is written for these files, and answers nothing but the list. */
async function directly(folder: string): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const result = await connection.runAndReadAll(`
    SELECT srcaddr, dstaddr, sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS flows
    FROM read_parquet('${folder}/*.parquet')
    WHERE packets IS NOT NULL AND "start" < ${NOW} AND "end" >= ${START}
    GROUP BY srcaddr, dstaddr ORDER BY bytes DESC, srcaddr, dstaddr LIMIT 10`);
  const [busiest] = result.getRowObjectsJS();
  connection.closeSync();
  instance.closeSync();
  return Number(busiest?.['bytes']);
}

async function sizeOf(folder: string): Promise<number> {
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
}

export async function benchParquet(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-bench-'));
  try {
    await generate(folder);
    const size = Math.round((await sizeOf(folder)) / MEGABYTE);
    const direct: number[] = [];
    const verb: number[] = [];
    const peaks: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { value: second, held } = await holding(() => timed(() => topByBytes(folder, NOW)));
      const first = await timed(() => directly(folder));
      if (first.bytes !== second.bytes)
        throw new RangeError(`The busiest pair has ${first.bytes} and ${second.bytes} bytes.`);
      direct.push(first.seconds);
      verb.push(second.seconds);
      peaks.push(held.peak);
    }
    return [
      {
        name: 'top over 20 million records in Parquet (wanted: at most 1.20)',
        ratio: median(verb) / median(direct),
        detail: `${median(verb).toFixed(2)} s, DuckDB directly ${median(direct).toFixed(2)} s, medians of ${ROUNDS}; ${size} MB in ${FILES} files; at most ${Math.round(Math.max(...peaks) / MEGABYTE)} MB of memory (wanted: below 1000)`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
