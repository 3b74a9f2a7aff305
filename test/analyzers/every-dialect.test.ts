/** What detectors ask, in the languages of all backends: it is understood there, within what CloudWatch Logs Insights takes, and means the same. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_DETECTION } from '../../src/analyzers/detection/detecting.ts';
import { DETECTORS } from '../../src/analyzers/detectors.ts';
import { insideBlocks } from '../../src/analyzers/subject.ts';
import { createFilesEngine } from '../../src/backends/files/engine.ts';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import type { DetectorId } from '../../src/diagnosis/detection.ts';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';
import { investigate } from '../../src/investigation/investigate.ts';
import type { Engine } from '../../src/query/engine.ts';
import type { FlowQuery } from '../../src/query/flow-query.ts';
import { formatNames } from '../../src/record/format.ts';
import { formatRecord } from '../../src/record/format-record.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { ABOUT } from '../kit/about.ts';
import { openAthena } from '../kit/athena-stand-in.ts';
import { attackedHour, WATCHED_FORMAT } from '../kit/attacked-hour.ts';
import { askInsights, eventOf, linesOf } from '../kit/insights-events.ts';
import { NOW, request } from '../kit/scope.ts';

const HOUR = { start: NOW - 3600, end: NOW };
const TABLE = 'a table of Parquet files';
const LINES = linesOf(WATCHED_FORMAT);
const NOTHING: Finding = {
  ...{ verdict: 'detections', confidence: 1, summary: 'nothing', blocker: null },
  ...{ evidence: [], nextCheck: '' },
};
/** All that is found, in one order. */
async function scanned(engine: Engine) {
  const asked = request({ text: 'scan', verb: 'scan', subjects: [], window: HOUR });
  const { findings, completeness } = await investigate({
    request: asked,
    analyzers: DETECTORS,
    source: {
      ...{ name: 'test', about: ABOUT, engine },
      flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
    },
    ...{ now: NOW, monotonic: () => 0, signal: new AbortController().signal },
    detecting: {
      settings: DEFAULT_DETECTION,
      home: insideBlocks(asked),
      history: null,
    },
    conclude: (found) => ({ findings: found.length > 0 ? found : [NOTHING] }),
  });
  const failed = findings.filter(({ confidence, detection }) => confidence === 0 && !detection);
  return { findings, notes: completeness.notes, failed: failed.map(({ summary }) => summary) };
}

async function written(path: string, records: readonly FlowRecord[]): Promise<string> {
  const lines = records.map((one) => formatRecord(one, WATCHED_FORMAT));
  await writeFile(path, `${[formatNames(WATCHED_FORMAT), ...lines].join('\n')}\n`);
  return path;
}

/** Answers as the memory engine does, by rows that another way gave. */
function answering(
  id: string,
  ask: <Row>(query: FlowQuery<Row>) => Promise<{ readonly rows: readonly Row[]; readonly cutOff: boolean }>,
): Engine {
  const memory = createMemoryEngine([]);
  return {
    id,
    run: async (query, options) => ({ ...(await memory.run(query, options)), ...(await ask(query)) }),
    close: async () => {},
  };
}

describe('what detectors find in an hour with one of each attack', () => {
  const records = attackedHour();
  let folder = '';
  let expected: Awaited<ReturnType<typeof scanned>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flows-dialects-'));
    await written(join(folder, 'hour.log'), records);
    expected = await scanned(createMemoryEngine(records));
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is something of nearly every kind', () => {
    const found = new Set(expected.findings.flatMap(({ detector }) => detector ?? []));
    const kinds: readonly DetectorId[] = [
      ...(['port-scan', 'host-sweep', 'scan-with-hit', 'brute-force', 'lateral-movement'] as const),
      ...(['exposed-port', 'smtp-out', 'exfiltration', 'dns-bypass', 'unusual-protocol'] as const),
      ...(['reject-spike', 'dns-bulk', 'mining'] as const),
    ];

    expect(kinds.filter((kind) => !found.has(kind))).toEqual([]);
  });

  it('is the same in files', async () => {
    const engine = createFilesEngine({ paths: [join(folder, 'hour.log')] });

    const { findings } = await scanned(engine);
    await engine.close();

    expect(findings).toEqual(expected.findings);
  }, 60_000);

  it('is the same in Trino', async () => {
    const athena = await openAthena(records, WATCHED_FORMAT, [TABLE]);

    const { findings } = await scanned(answering('athena', (query) => athena.ask(query, TABLE)));
    athena.close();

    expect(findings).toEqual(expected.findings);
  }, 120_000);

  it('is the same in Logs Insights', async () => {
    const events = records.map((record) => eventOf(record, WATCHED_FORMAT));
    const engine = answering('insights', async (query) => askInsights(query, LINES, events));

    expect((await scanned(engine)).findings).toEqual(expected.findings);
  }, 120_000);
});
