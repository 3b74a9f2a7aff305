import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../../src/backends/memory/memory-engine.ts';
import { answer, understand } from '../../../src/commands/answer.ts';
import type { Engine } from '../../../src/query/engine.ts';
import { NONE_MALFORMED } from '../../../src/record/malformed.ts';
import { parseText } from '../../../src/record/parse-lines.ts';
import { ABOUT } from '../../kit/about.ts';
import { askInsights, eventOf, formatOf, linesOf } from '../../kit/insights-events.ts';

const ROOT = new URL('../../scenarios/', import.meta.url);

interface Scenario {
  readonly ask: string;
  readonly now: string;
}

const CASES = readdirSync(ROOT)
  .flatMap((id) => {
    const log = new URL(`${id}/flows.log`, ROOT);
    if (!existsSync(log)) return [];
    const { ask, now } = JSON.parse(readFileSync(new URL(`${id}/scenario.json`, ROOT), 'utf8')) as Scenario;
    return [{ id, ask, now: Date.parse(now) / 1000, text: readFileSync(log, 'utf8') }];
  })
  .filter(({ ask, now }) => understand(ask, { now, timeZone: 'UTC' }).kind === 'question');

const SCAN = { queries: 1, bytes: 0, records: 0, estimatedUsd: 0, milliseconds: 0 };

async function diagnosis(engine: Engine, { ask, now }: { readonly ask: string; readonly now: number }) {
  const found = await answer(understand(ask, { now, timeZone: 'UTC' }), {
    now,
    monotonic: () => 0,
    sources: [
      {
        name: 'test',
        about: ABOUT,
        engine,
        flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
      },
    ],
    signal: new AbortController().signal,
  });
  if (found.kind !== 'diagnosis') return found;
  const { cost, ...rest } = found.diagnosis;
  return rest;
}

describe('a question about a network', () => {
  it.each(CASES)('is diagnosed as from memory: $id', async (scenario) => {
    const format = formatOf(scenario.text.slice(0, scenario.text.indexOf('\n')));
    const { records } = parseText(scenario.text, { file: scenario.id });
    const events = records.map((record) => eventOf(record, format));
    const lines = linesOf(format);
    const insights: Engine = {
      id: 'insights',
      run: async (query) => ({
        ...askInsights(query, lines, events),
        scan: SCAN,
        malformed: NONE_MALFORMED,
      }),
      close: async () => {},
    };

    const found = await diagnosis(insights, scenario);

    expect(found).toEqual(await diagnosis(createMemoryEngine(records), scenario));
  });
});
