import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Judgement, precisionOf } from '../../src/diagnosis/precision.ts';

const MONDAY = Date.parse('2026-11-23T00:00:00Z');
const DAY = 86_400_000;

let questions = 0;

function judged(changes: Partial<Judgement> = {}): Judgement {
  questions += 1;
  const of = { question: `Q${questions}`, verdict: 'sg-inbound', confidence: 0.95, at: MONDAY };
  return { ...of, isRight: true, ...changes };
}

describe('how often answers were right', () => {
  it('is counted in all, by verdict, by confidence and by week', () => {
    const judgements = [
      judged(),
      judged({ isRight: false, confidence: 0.75 }),
      judged({ verdict: 'not-blocked', confidence: 0.4, at: MONDAY - 1 }),
    ];

    expect(precisionOf(judgements)).toEqual({
      total: { right: 2, judged: 3 },
      byVerdict: [
        { of: 'sg-inbound', right: 1, judged: 2 },
        { of: 'not-blocked', right: 1, judged: 1 },
      ],
      byConfidence: [
        { of: '0.90 and more', right: 1, judged: 1 },
        { of: '0.70 to 0.89', right: 0, judged: 1 },
        { of: 'less than 0.50', right: 1, judged: 1 },
      ],
      byWeek: [
        { start: MONDAY, right: 1, judged: 2 },
        { start: MONDAY - 7 * DAY, right: 1, judged: 1 },
      ],
    });
  });

  it('counts an answer once, by the last word about it, in whatever order the words come', () => {
    const first = judged({ question: 'Q', at: MONDAY });
    const last = judged({ question: 'Q', isRight: false, at: MONDAY + 1 });

    expect(precisionOf([last, first]).total).toEqual({ right: 0, judged: 1 });
  });

  it('is nothing of nothing', () => {
    expect(precisionOf([])).toMatchObject({ total: { right: 0, judged: 0 }, byWeek: [] });
  });

  it('adds up the same in whichever way it is counted', () => {
    const any = fc.record({
      question: fc.constantFrom('A', 'B', 'C', 'D'),
      isRight: fc.boolean(),
      verdict: fc.constantFrom('sg-inbound', 'not-blocked'),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      at: fc.integer({ min: 0, max: 2 * MONDAY }),
    });
    fc.assert(
      fc.property(fc.array(any), (judgements) => {
        const { total, byVerdict, byConfidence, byWeek } = precisionOf(judgements);
        for (const counts of [byVerdict, byConfidence, byWeek]) {
          expect(counts.reduce((sum, { judged: one }) => sum + one, 0)).toBe(total.judged);
          expect(counts.reduce((sum, { right }) => sum + right, 0)).toBe(total.right);
        }
        for (const { start } of byWeek) expect(new Date(start).getUTCDay()).toBe(1);
      }),
    );
  });
});
