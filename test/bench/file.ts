/** How much memory it takes to write a hundred thousand of two million records to a file, beside showing twenty of them. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { createFilesEngine } from '../../src/backends/files/engine.ts';
import { answer, understand } from '../../src/commands/answer.ts';
import type { SaveFile } from '../../src/investigation/result-file.ts';
import { saveAt } from '../../src/results/save.ts';
import { ABOUT } from '../kit/about.ts';
import type { Measured } from './measure.ts';
import { holding } from './memory.ts';

const RECORDS = 2_000_000;
const START = 1_700_000_000;
const NOW = START + 3600;
const MEGABYTE = 1e6;
const GIGABYTE = 1e9;

async function generate(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '300MB' });
  const connection = await instance.connect();
  await connection.run(`
    COPY (SELECT 2 AS version, 'eni-0' || i % 200 || 'abcdef012345' AS "interface-id",
      '10.0.' || i % 4 || '.' || i % 50 AS srcaddr, '172.31.' || i % 2 || '.' || i % 60 AS dstaddr,
      32768 + i % 28000 AS srcport, 443 AS dstport, 6 AS protocol, 1 + i % 2000 AS packets, 40 + i % 300000 AS bytes,
      ${START} + i * 3500 // ${RECORDS} AS "start", ${START} + i * 3500 // ${RECORDS} + 60 AS "end",
      'ACCEPT' AS action, 'OK' AS "log-status" FROM range(${RECORDS}) AS numbers(i))
    TO '${path}' (FORMAT csv, DELIMITER ' ', HEADER)`);
  connection.closeSync();
  instance.closeSync();
}

const save =
  (path: string, folder: string): SaveFile =>
  async (result, signal) => ({ name: path, bytes: await saveAt({ path, folder }, result, signal) });

/** @returns how many rows were written. */
async function asked(text: string, records: string, saver: SaveFile): Promise<number> {
  const engine = createFilesEngine({ paths: [records] });
  const found = await answer(understand(text, { now: NOW, timeZone: 'UTC' }), {
    now: NOW,
    monotonic: () => performance.now(),
    sources: [
      { name: 'records', about: ABOUT, engine, flowLogSettings: async () => ({ flowLogs: null, notes: [] }) },
    ],
    signal: new AbortController().signal,
    save: saver,
  });
  await engine.close();
  if (found.kind !== 'diagnosis') throw new TypeError(`${text} was answered with ${JSON.stringify(found)}`);
  return found.diagnosis.file?.rows ?? 0;
}

export async function benchFile(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-bench-'));
  const records = join(folder, 'two-million.log');
  try {
    await generate(records);
    const shown = await holding(() => asked('records', records, save(records, folder)));
    const figures: Measured[] = [];
    for (const form of ['csv', 'parquet'] as const) {
      const path = join(folder, `records.${form}`);
      const { value: rows, held } = await holding(() =>
        asked(`records as ${form}`, records, save(path, folder)),
      );
      if (rows !== 100_000) throw new RangeError(`${rows} rows were written`);
      const [more, all] = [held.peak - shown.held.peak, held.peak].map((bytes) =>
        Math.round(bytes / MEGABYTE),
      );
      const { size } = await stat(path);
      figures.push({
        name: `100,000 of 2 million records as ${form}: GB of memory (wanted: below 1.00)`,
        ratio: held.peak / GIGABYTE,
        detail: `${more} MB more than to show 20 of them, ${all} MB in all; ${(size / MEGABYTE).toFixed(1)} MB written`,
      });
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
