import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import type { Finding, SourceOutcome } from '../../src/diagnosis/diagnosis.ts';
import type { Verdict } from '../../src/diagnosis/verdict.ts';
import { missingOf, withoutMissing } from '../../src/investigation/missing-sources.ts';
import { ABOUT } from '../kit/about.ts';

function finding(verdict: Verdict): Finding {
  return { verdict, confidence: 0.92, summary: 'It is so', blocker: null, evidence: [], nextCheck: '' };
}

describe('a source that failed', () => {
  it.each(['healthy', 'no-records', 'listing', 'lost-in-path', 'not-logged'] as const)(
    'leaves %s unsure, and the summary says why',
    (verdict) => {
      expect(withoutMissing([finding(verdict)], ['core'])).toMatchObject([
        {
          confidence: 0.5,
          summary: 'It is so; core could not be read, so part of the answer may be missing',
        },
      ]);
    },
  );

  it.each(['sg-inbound', 'port-closed', 'vpc-bpa', 'background-scan'] as const)(
    'takes nothing from %s, which records show',
    (verdict) => {
      expect(withoutMissing([finding(verdict)], ['core'])).toEqual([finding(verdict)]);
    },
  );

  it('changes nothing where none failed', () => {
    const findings = [finding('healthy')];

    expect(withoutMissing(findings, [])).toBe(findings);
  });

  it('is told by its outcome', () => {
    const outcomes: readonly SourceOutcome[] = [
      { name: 'payments', outcome: 'answered', because: null },
      { name: 'core', outcome: 'failed', because: 'gone' },
      { name: 'archive', outcome: 'not-asked', because: 'elsewhere' },
    ];
    const source = {
      name: 'several',
      about: ABOUT,
      engine: createMemoryEngine([]),
      flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
    };

    expect(missingOf({ ...source, outcomes: () => outcomes })).toEqual(['core']);
    expect(missingOf(source)).toEqual([]);
  });
});
