/** However many there are to look at, what detectors ask is within what CloudWatch Logs Insights takes. */
import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/analyzers/analyzer.ts';
import { DEFAULT_DETECTION } from '../../src/analyzers/detection/detecting.ts';
import type { Detector } from '../../src/analyzers/detection/detector.ts';
import { DETECTORS } from '../../src/analyzers/detectors.ts';
import { insideBlocks } from '../../src/analyzers/subject.ts';
import { compileParts } from '../../src/backends/insights/parts.ts';
import type { FlowQuery } from '../../src/query/flow-query.ts';
import { WATCHED_FORMAT } from '../kit/attacked-hour.ts';
import { crowd, exaggerating } from '../kit/crowd.ts';
import { remembered } from '../kit/detecting.ts';
import { linesOf } from '../kit/insights-events.ts';
import { NOW, request } from '../kit/scope.ts';

const DAY = 86_400;
const LINES = linesOf(WATCHED_FORMAT);
const CROWD = exaggerating(crowd());
/** Rows that a query may return there. */
const MOST_ROWS = 10_000;

function scopeOf(history: ReturnType<typeof remembered> | null): Scope {
  const asked = request({ text: 'scan', verb: 'scan', subjects: [], window: { start: NOW - DAY, end: NOW } });
  return {
    ...{ request: asked, now: NOW, flowLogs: null, network: null },
    detecting: { settings: DEFAULT_DETECTION, home: insideBlocks(asked), history },
  };
}

/** What it asks first, and what it asks about what that finds. */
async function queriesOf(detector: Detector, scope: Scope): Promise<readonly FlowQuery<unknown>[]> {
  const needs = detector.needs(scope);
  const { signal } = new AbortController();
  const answers = Object.entries(needs).map(
    async ([name, query]) => [name, await CROWD.run(query, { signal })] as const,
  );
  const rows = Object.fromEntries(await Promise.all(answers));
  return [...Object.values(needs), ...Object.values(detector.follow(rows, scope))];
}

function problemOf(query: FlowQuery<unknown>): readonly string[] {
  try {
    compileParts(query, LINES);
    return query.limit > MOST_ROWS ? [`${query.limit} rows`] : [];
  } catch (error) {
    return [`by ${Object.keys(query.columns).join()}: ${error}`];
  }
}

const detectors = DETECTORS.map((detector) => [detector.id, detector] as const);

describe('what a detector asks about a day with crowds', () => {
  it.each(detectors)(
    'is within the limits where nothing is remembered: %s',
    async (_, detector) => {
      expect((await queriesOf(detector, scopeOf(null))).flatMap(problemOf)).toEqual([]);
    },
    60_000,
  );

  it.each(detectors)(
    'is within the limits where a month is: %s',
    async (_, detector) => {
      const scope = scopeOf(remembered({ since: NOW - 30 * DAY }));

      expect((await queriesOf(detector, scope)).flatMap(problemOf)).toEqual([]);
    },
    60_000,
  );
});
