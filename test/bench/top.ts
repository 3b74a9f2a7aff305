/** How long `top` takes over five million records in one gzip file, against the one statement that DuckDB needs for the list alone. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Measured, median, randomNumbers } from './measure.ts';
import { timed, topByBytes } from './top-verb.ts';

const RECORDS = 5_000_000;
const ROUNDS = 3;
const START = 1_700_000_000;
const NOW = START + 3600;
const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

async function generate(path: string): Promise<void> {
  const random = randomNumbers(7);
  const gzip = createGzip({ level: 1 });
  const written = once(gzip.pipe(createWriteStream(path)), 'finish');
  let lines = `${HEADER}\n`;
  for (let index = 0; index < RECORDS; index += 1) {
    const start = START + Math.floor((index / RECORDS) * 3500);
    const interfaceId = `eni-0${(4096 + random(200)).toString(16)}abcdef012345`;
    const addresses = `10.0.${random(4)}.${random(50)} 172.31.${random(2)}.${random(60)}`;
    const service = [443, 5432, 22, 80, 8080][random(5)];
    const action = random(8) === 0 ? 'REJECT' : 'ACCEPT';
    lines += `2 123456789010 ${interfaceId} ${addresses} ${32_768 + random(28_000)} ${service} 6 ${1 + random(2000)} ${40 + random(3_000_000)} ${start} ${start + 60} ${action} OK\n`;
    if (lines.length < 1 << 20) continue;
    if (!gzip.write(lines)) await once(gzip, 'drain');
    lines = '';
  }
  gzip.end(lines);
  await written;
}

const TYPES =
  'UTINYINT VARCHAR VARCHAR VARCHAR VARCHAR USMALLINT USMALLINT UTINYINT UBIGINT UBIGINT UBIGINT UBIGINT VARCHAR VARCHAR'.split(
    ' ',
  );

/** Best case: the statement is written for this file, and answers nothing but the list. */
async function directly(path: string): Promise<number> {
  const columns = HEADER.split(' ').map((name, index) => `'${name}': '${TYPES[index]}'`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const result = await connection.runAndReadAll(`
    SELECT srcaddr, dstaddr, sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS flows
    FROM read_csv('${path}', columns={${columns.join(', ')}}, delim=' ', header=true, quote='', escape='', nullstr='-', auto_detect=false)
    WHERE packets IS NOT NULL AND "start" < ${NOW} AND "end" >= ${START}
    GROUP BY srcaddr, dstaddr ORDER BY bytes DESC, srcaddr, dstaddr LIMIT 10`);
  const [busiest] = result.getRowObjectsJS();
  connection.closeSync();
  instance.closeSync();
  return Number(busiest?.['bytes']);
}

export async function benchTop(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-bench-'));
  const path = join(folder, 'five-million.log.gz');
  try {
    await generate(path);
    const { size } = await stat(path);
    const direct: number[] = [];
    const verb: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = await timed(() => directly(path));
      const second = await timed(() => topByBytes(path, NOW));
      if (first.bytes !== second.bytes)
        throw new RangeError(`The busiest pair has ${first.bytes} and ${second.bytes} bytes.`);
      direct.push(first.seconds);
      verb.push(second.seconds);
    }
    return [
      {
        name: 'top over 5 million records in one .log.gz (wanted: at most 1.30)',
        ratio: median(verb) / median(direct),
        detail: `${median(verb).toFixed(2)} s, DuckDB directly ${median(direct).toFixed(2)} s, medians of ${ROUNDS}; ${Math.round(size / 1e6)} MB`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
