import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import type { Finding, SourceOutcome } from '../../src/diagnosis/diagnosis.ts';
import type { Verdict } from '../../src/diagnosis/verdict.ts';
import { missingOf, withoutMissing, withoutOtherEnds } from '../../src/investigation/missing-sources.ts';
import { ABOUT } from '../kit/about.ts';
import { request } from '../kit/scope.ts';

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

describe('a source that was not asked', () => {
  const source = {
    name: 'payments',
    about: ABOUT,
    engine: createMemoryEngine([]),
    flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
    outcomes: (): readonly SourceOutcome[] => [
      { name: 'payments', outcome: 'answered', because: null },
      { name: 'core', outcome: 'not-asked', because: 'its VPCs hold no 10.0.1.5' },
    ],
  };
  const one = request({ subjects: [{ kind: 'address', family: 4, text: '10.0.1.5' }] });

  it('may hold the other end, so that nothing is rejected is not sure of one end alone', () => {
    expect(withoutOtherEnds([finding('healthy')], one, source)).toMatchObject([
      {
        confidence: 0.7,
        summary: 'It is so; what the other ends record in core was not asked for',
        nextCheck: expect.stringMatching(/^Add `in all` /),
      },
    ]);
  });

  it('takes nothing from what records show, from lists of the one end, and from a question about both', () => {
    const shown = [finding('sg-inbound'), finding('listing')];
    const both = { ...one, to: { kind: 'address', family: 4, text: '10.0.2.9' } } as const;

    expect(withoutOtherEnds(shown, one, source)).toEqual(shown);
    expect(withoutOtherEnds([finding('healthy')], both, source)).toEqual([finding('healthy')]);
  });
});
