import { describe, expect, it } from 'vitest';
import { type Analyzer, type FileRow, fileContent } from '../../src/analyzers/analyzer.ts';
import { recordsListing } from '../../src/analyzers/records-listing.ts';
import { talkers } from '../../src/analyzers/talkers.ts';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { investigate } from '../../src/investigation/investigate.ts';
import type { FileResult, SaveFile } from '../../src/investigation/result-file.ts';
import type { Engine, Progress } from '../../src/query/engine.ts';
import { ABOUT } from '../kit/about.ts';
import { NOW, request } from '../kit/scope.ts';

const RECORDS = Array.from({ length: 2500 }, (_, index) => ({
  interfaceId: 'eni-0a',
  srcAddr: '10.0.1.5',
  dstAddr: `10.0.2.${index % 250}`,
  dstPort: 443,
  protocol: 6,
  packets: 1,
  bytes: 100 + index,
  start: NOW - 3000 + index,
  end: NOW - 3000 + index,
  action: 'ACCEPT' as const,
}));

interface Kept {
  readonly save: SaveFile;
  readonly rows: FileRow[];
  result(): FileResult | undefined;
}

function keeping(): Kept {
  const rows: FileRow[] = [];
  let kept: FileResult | undefined;
  return {
    rows,
    result: () => kept,
    async save(result) {
      kept = result;
      for await (const page of result.pages) rows.push(...page);
      return { name: 'kept', bytes: 1 };
    },
  };
}

function asked(
  analyzer: Analyzer,
  changes: { file?: 'csv' | 'parquet'; verb?: string },
  { save, engine = createMemoryEngine(RECORDS) }: { save: SaveFile; engine?: Engine },
  seen: Progress[] = [],
) {
  return investigate({
    request: request(changes),
    analyzers: [analyzer],
    source: {
      name: 'test',
      about: ABOUT,
      engine,
      flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
    },
    now: NOW,
    monotonic: () => 0,
    signal: new AbortController().signal,
    onProgress: (progress) => seen.push(progress),
    save,
  });
}

describe('a file of a result', () => {
  it('that cannot be written leaves the answer with the reason', async () => {
    const save: SaveFile = async () => ({ noFile: 'The disk is full. Free some space.' });

    const answered = await asked(recordsListing, { file: 'csv', verb: 'records' }, { save });

    expect(answered).toMatchObject({ noFile: 'The disk is full. Free some space.' });
    expect(answered.rows).toHaveLength(20);
    expect(answered).not.toHaveProperty('file');
  });

  it('has every record, the newest first, under the names that AWS gives them', async () => {
    const kept = keeping();

    const { file, rows } = await asked(recordsListing, { file: 'csv', verb: 'records' }, kept);

    expect(file).toEqual({ name: 'kept', form: 'csv', rows: 2500, bytes: 1, cutOff: false });
    expect(rows).toHaveLength(20);
    expect(kept.rows).toHaveLength(2500);
    expect(kept.rows[0]).toMatchObject({
      srcaddr: '10.0.1.5',
      dstport: 443,
      bytes: 2599,
      reject_reason: null,
    });
    expect(Object.keys(kept.rows[0] ?? {})).toEqual(kept.result()?.columns.map(({ key }) => key));
  });

  it('has every talker where the answer shows ten', async () => {
    const kept = keeping();

    const { rows } = await asked(talkers, { file: 'parquet', verb: 'top' }, kept);

    expect(rows).toHaveLength(10);
    expect(kept.rows).toHaveLength(250);
    expect(kept.rows[0]).toMatchObject({ source: '10.0.1.5', flows: 10 });
  });

  it('has what the answer lists where there is no more', async () => {
    const kept = keeping();
    const { file: _, ...plain } = recordsListing;

    await asked(plain, { file: 'csv', verb: 'records' }, kept);

    expect(kept.rows).toHaveLength(20);
  });

  it('is read at once from an engine that has no pages, and its cost is on the answer', async () => {
    const kept = keeping();
    const memory = createMemoryEngine(RECORDS);
    const scan = { queries: 1, bytes: 10, records: 1, estimatedUsd: 0.01, milliseconds: 1 };
    const engine: Engine = {
      id: 'plain',
      run: async (query, options) => ({ ...(await memory.run(query, options)), scan }),
      close: memory.close,
    };

    const { cost } = await asked(recordsListing, { file: 'csv', verb: 'records' }, { ...kept, engine });

    expect(kept.rows).toHaveLength(2500);
    expect(cost).toMatchObject({ queries: 4, bytesScanned: 40 });
  });

  it('says how many rows are written as it goes', async () => {
    const seen: Progress[] = [];

    await asked(recordsListing, { file: 'csv', verb: 'records' }, keeping(), seen);

    expect(seen.map(({ text }) => text).filter((text) => text.startsWith('wrote'))).toEqual([
      'wrote 1000 rows',
      'wrote 2000 rows',
      'wrote 2500 rows',
    ]);
  });

  it('is asked no further for where it cannot be written', async () => {
    let isClosed = false;
    const engine: Engine = {
      ...createMemoryEngine(RECORDS),
      async *stream() {
        try {
          for (;;) yield [];
        } finally {
          isClosed = true;
        }
      },
    };
    const save: SaveFile = async ({ pages }) => {
      for await (const _ of pages) throw new Error('the disk is full');
      return { name: '', bytes: 0 };
    };

    await expect(asked(recordsListing, { file: 'csv' }, { save, engine })).rejects.toThrow(
      'the disk is full',
    );

    expect(isClosed).toBe(true);
  });

  it('is not written unless it is asked for', async () => {
    const kept = keeping();

    const { file } = await asked(recordsListing, { verb: 'records' }, kept);

    expect(file).toBeUndefined();
    expect(kept.result()).toBeUndefined();
  });

  it('says that there was more than it takes', async () => {
    const kept = keeping();
    const short: Analyzer = {
      ...recordsListing,
      file(scope) {
        const content = recordsListing.file?.(scope);
        if (!content) throw new TypeError('no file');
        return fileContent({ ...content, query: { ...content.query, limit: 100 } });
      },
    };

    const { file } = await asked(short, { file: 'csv', verb: 'records' }, kept);

    expect(file).toMatchObject({ rows: 100, cutOff: true });
  });
});
