import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { VERDICTS } from '../../src/diagnosis/verdict.ts';
import { diagnosisParts } from './diagnosis-parts.ts';
import { withParts } from './parts.ts';

const PLACE = new URL('../../docs/diagnosis.md', import.meta.url);
/** What a list or a scan is called, which decides nothing. */
const NO_DECISION: readonly string[] = ['listing', 'detections'];
let parts: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  parts = await diagnosisParts();
}, 120_000);

describe('the page on diagnoses', () => {
  it('says what the code says: else run `npm run docs`', () => {
    const page = withParts(readFileSync(PLACE, 'utf8'), parts);
    if (process.env['FLOWS_DOCS'] === 'write') writeFileSync(PLACE, page);

    expect(readFileSync(PLACE, 'utf8')).toBe(page);
  });

  it('shows evidence for every verdict: else add a line to test/docs/decisions/', () => {
    const shown = [...(parts['decisions'] ?? '').matchAll(/→ `([a-z-]+)`/g)].map(([, verdict]) => verdict);

    const missing = Object.keys(VERDICTS).filter(
      (verdict) => !shown.includes(verdict) && !NO_DECISION.includes(verdict),
    );

    expect(missing).toEqual([]);
  });
});
