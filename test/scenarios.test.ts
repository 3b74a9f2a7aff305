/** Every network with a known answer, asked as typed, and how far the confidence of the answers can be believed. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../src/diagnosis/diagnosis.ts';
import { type Calibration, calibrate, calibrationText, shareOf } from './kit/calibration.ts';
import { diagnose, isRight, namesBlocker, scenarios } from './kit/scenarios.ts';

const cases = scenarios();
const answers = new Map<string, Diagnosis>();

function answerTo(id: string): Diagnosis {
  const found = answers.get(id);
  if (!found) throw new TypeError(`${id} was not answered`);
  return found;
}

/** Without what only lines up the columns of a table. */
function unpadded(table: string): string {
  return table
    .replaceAll(/ +/g, ' ')
    .replaceAll(/-+/g, '-')
    .replaceAll(/\| -/g, '|-')
    .replaceAll(/- \|/g, '-|')
    .trim();
}

function calibration(): Calibration {
  return calibrate(
    cases.map((scenario) => {
      const found = answerTo(scenario.id);
      return { confidence: found.confidence, isRight: isRight(scenario, found) };
    }),
  );
}

beforeAll(async () => {
  for (const scenario of cases) answers.set(scenario.id, await diagnose(scenario));
}, 120_000);

describe('a network with a known answer', () => {
  it.each(cases)('$id: $title', (scenario) => {
    const found = answerTo(scenario.id);

    expect([scenario.expect.verdict, ...scenario.expect.acceptable]).toContain(found.verdict);
    expect(found.confidence).toBeLessThanOrEqual(scenario.expect.maxConfidence ?? 1);
    expect(found.confidence).toBeGreaterThanOrEqual(scenario.expect.minConfidence ?? 0);
    if (scenario.expect.blocker) expect(found.blocker).toMatchObject(scenario.expect.blocker);
  });
});

describe('all of them together', () => {
  it('are answered right, with the blocker named, at least 97 times in a hundred', () => {
    const expecting = cases.filter((scenario) => scenario.expect.blocker);

    expect(shareOf(cases, (scenario) => isRight(scenario, answerTo(scenario.id)))).toBeGreaterThanOrEqual(
      0.97,
    );
    expect(
      shareOf(expecting, (scenario) => namesBlocker(scenario, answerTo(scenario.id))),
    ).toBeGreaterThanOrEqual(0.97);
  });

  it('are never answered wrong with confidence', () => {
    const wrong = cases.filter((scenario) => {
      const found = answerTo(scenario.id);
      return found.confidence >= 0.9 && !isRight(scenario, found);
    });

    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('are answered with a confidence that can be believed: a Brier score of at most 0.06', () => {
    expect(calibration().brier).toBeLessThanOrEqual(0.06);
  });

  it('are as the README says', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const table = /<!-- calibration -->\n([\s\S]*?)\n<!-- \/calibration -->/.exec(readme)?.[1];

    expect(unpadded(table ?? '')).toBe(unpadded(calibrationText(calibration())));
  });
});
