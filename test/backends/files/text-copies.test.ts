import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as duckdb from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dataset } from '../../../src/backends/files/dataset.ts';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import { TextCopies } from '../../../src/backends/files/text-copies.ts';
import type { Engine, QueryResult } from '../../../src/query/engine.ts';
import { field } from '../../../src/query/expression.ts';
import { count, groups, records } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { FIELD_KEYS } from '../../../src/record/fields.ts';
import { START, WINDOW } from '../../kit/query-cases.ts';

const NAMES =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const ASKED_OF_MANY = 20;

let folder = '';
let logs = '';
let temp = '';
const engines: Engine[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-copies-'));
  logs = join(folder, 'logs');
  temp = join(folder, 'temp');
  mkdirSync(logs);
  mkdirSync(temp);
});

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

function line(port: number, at = START + 60): string {
  return `2 123456789010 eni-0a 10.0.1.5 10.0.2.9 49152 ${port} 6 1 40 ${at} ${at + 30} ACCEPT OK`;
}

function write(name: string, lines: readonly string[]): string {
  const path = join(logs, name);
  writeFileSync(path, gzipSync([NAMES, ...lines].join('\n')));
  return path;
}

function open(tempFolder = temp): Engine {
  const engine = createFilesEngine({ paths: [logs], tempFolder });
  engines.push(engine);
  return engine;
}

const PORTS = records({ window: WINDOW, where: ALWAYS, columns: { port: field('dstPort') }, limit: 1000 });

/** As many queries at once as make it copy text. */
async function askMuch(engine: Engine): Promise<readonly QueryResult<unknown>[]> {
  const { signal } = new AbortController();
  const counted = FIELD_KEYS.slice(0, ASKED_OF_MANY).map((key) =>
    groups({
      window: WINDOW,
      where: ALWAYS,
      columns: { of: field(key) },
      measures: { records: count() },
      limit: 99,
    }),
  );
  return Promise.all([
    engine.run(PORTS, { signal }),
    ...counted.map((query) => engine.run(query, { signal })),
  ]);
}

async function portsIn(engine: Engine): Promise<readonly unknown[]> {
  const { rows } = await engine.run(PORTS, { signal: new AbortController().signal });
  return rows.map(({ port }) => port).sort();
}

/** The copies that lie there now. */
function copies(): readonly string[] {
  return readdirSync(temp, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.parquet'));
}

describe('text that is asked much at once', () => {
  it('is copied, each file once, where nobody else may read it', async () => {
    write('a.log.gz', [line(1)]);
    write('b.log.gz', [line(2)]);
    const engine = open();

    await askMuch(engine);
    await askMuch(engine);

    expect(copies()).toHaveLength(2);
    expect(readdirSync(temp).map((name) => statSync(join(temp, name)).mode & 0o077)).toEqual([0]);
  });

  it('gives the same rows, malformed lines and bytes as text that is read as it is', async () => {
    const odd = [
      line(2).replace(' 10.0.1.5', '   10.0.1.5'),
      `${line(4)} further`,
      line(5).replace('ACCEPT', 'ALLOW'),
      line(6).replace('49152', '-'),
    ];
    // What a file's first lines do not tell is met while it is copied.
    const many = Array.from({ length: 2000 }, () => line(9));
    write('a.log.gz', [...many, line(1), ...odd, line(99_999), 'no record']);
    write('b.log.gz', [...many, 'dstport start end', `8 ${START + 5} ${START + 6}`]);

    const read = await askMuch(open(join(folder, 'there is no such folder')));
    const copied = await askMuch(open());

    const told = (results: readonly QueryResult<unknown>[]) =>
      results.map(({ rows, malformed, notes, scan }) => ({ rows, malformed, notes, bytes: scan.bytes }));
    expect(copies()).toHaveLength(1);
    expect(told(copied).map(({ rows }) => rows)).toEqual(told(read).map(({ rows }) => rows));
    expect(told(copied)[0]).toEqual(told(read)[0]);
    expect(copied[0]?.malformed.count).toBe(3);
  });

  it('is copied from then on, whatever is asked', async () => {
    write('a.log.gz', [line(1)]);
    const engine = open();
    await askMuch(engine);
    write('b.log.gz', [line(2)]);

    expect(await portsIn(engine)).toEqual([1, 2]);
    expect(copies()).toHaveLength(2);
  });

  it('is not copied for a question or two', async () => {
    write('a.log.gz', [line(1)]);
    const engine = open();

    await portsIn(engine);
    await portsIn(engine);

    expect(copies()).toEqual([]);
  });
});

describe('a copy', () => {
  it('is not asked any more when the file was written anew', async () => {
    const path = write('a.log.gz', [line(1)]);
    const engine = open();
    await askMuch(engine);
    write('a.log.gz', [line(2)]);
    utimesSync(path, START, START);

    expect(await portsIn(engine)).toEqual([2]);
    expect(copies()).toHaveLength(1);
  });

  it('that somebody cleared away is made again', async () => {
    write('a.log.gz', [line(1)]);
    const engine = open();
    await askMuch(engine);
    for (const name of copies()) rmSync(join(temp, name));

    expect(await portsIn(engine)).toEqual([1]);
    expect(copies()).toHaveLength(1);
  });

  it('is gone when the engine is closed', async () => {
    write('a.log.gz', [line(1)]);
    const engine = open();
    await askMuch(engine);

    await engine.close();

    expect(readdirSync(temp)).toEqual([]);
  });

  it('of a damaged file is none, and the question says which file it is', async () => {
    write('a.log.gz', [line(1)]);
    const packed = gzipSync([NAMES, ...Array.from({ length: 20_000 }, (_, port) => line(port))].join('\n'));
    packed.fill(0, 20_000, 20_100);
    const damaged = join(logs, 'b.log.gz');
    writeFileSync(damaged, packed);

    await expect(askMuch(open())).rejects.toMatchObject({
      code: 'unreadable',
      attempted: expect.stringContaining(damaged),
    });
  });
});

interface Opened {
  readonly dataset: Dataset;
  readonly made: TextCopies;
}

/** Text copies without an engine around them. @param mostBytes that are copied */
async function opened(mostBytes: number, use: (opened: Opened) => Promise<void>): Promise<void> {
  const instance = await duckdb.DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const dataset = new Dataset({ duckdb, connection, paths: [logs], format: undefined });
  await use({ dataset, made: new TextCopies({ instance, dataset, folder: temp, mostBytes }) });
  connection.closeSync();
  instance.closeSync();
}

describe('text that cannot be copied', () => {
  it('is not tried again before it changes', async () => {
    const { signal } = new AbortController();
    const found: number[] = [];
    await opened(1_000_000, async ({ dataset, made }) => {
      const make = async () => {
        await made.make(await dataset.files([WINDOW]), { signal });
        found.push(copies().length);
      };
      const path = write('a.log.gz', [line(1)]);
      rmSync(temp, { recursive: true });
      await made.make(await dataset.files([WINDOW]), { signal });
      mkdirSync(temp);
      await make();
      utimesSync(path, START, START);
      await make();
    });

    expect(found).toEqual([0, 1]);
  });
});

describe('copies that are too large together', () => {
  async function copied(mostBytes: number, names: readonly (readonly string[])[]): Promise<number> {
    await opened(mostBytes, async ({ dataset, made }) => {
      const { signal } = new AbortController();
      const files = await dataset.files([WINDOW]);
      for (const wanted of names)
        await made.make(
          files.filter(({ path }) => wanted.some((name) => path.endsWith(name))),
          { signal },
        );
    });
    return copies().length;
  }

  it('are not made', async () => {
    const { size } = statSync(write('a.log.gz', [line(1)]));
    write('b.log.gz', [line(2)]);

    expect(await copied(1.5 * size, [['a.log.gz', 'b.log.gz']])).toBe(0);
  });

  it('make room for those that are wanted', async () => {
    const { size } = statSync(write('a.log.gz', [line(1)]));
    write('b.log.gz', [line(2)]);
    write('c.log.gz', [line(3)]);

    expect(await copied(2.5 * size, [['a.log.gz'], ['b.log.gz'], ['c.log.gz']])).toBe(2);
  });
});
