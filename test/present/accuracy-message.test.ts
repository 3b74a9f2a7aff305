import { describe, expect, it } from 'vitest';
import { precisionOf } from '../../src/diagnosis/precision.ts';
import { accuracyMessage, notedMessage } from '../../src/present/accuracy-message.ts';
import { messageProblems } from '../kit/block-kit-validator.ts';

const MONDAY = Date.parse('2026-11-23T00:00:00Z');

function precision(right: number, wrong: number, verdict = 'sg-inbound') {
  return Array.from({ length: right + wrong }, (_, at) => ({
    question: `${verdict} ${at}`,
    isRight: at < right,
    verdict,
    confidence: 0.95,
    at: MONDAY,
  }));
}

describe('what a person is told who judged an answer', () => {
  it('is that it was noted, and how often answers are right', () => {
    const { text } = notedMessage({
      isRight: false,
      verdict: 'sg-inbound',
      precision: precisionOf([...precision(35, 3), ...precision(3, 0, 'not-blocked')]),
      days: 90,
    });

    expect(text).toBe(
      'Noted: wrong. Of the 41 answers judged within 90 days, 38 were right (93 %). Of those with sg-inbound, 35 of 38 right (92 %).',
    );
  });

  it('is no percentage of a few', () => {
    const { text } = notedMessage({
      isRight: true,
      verdict: 'sg-inbound',
      precision: precisionOf(precision(3, 1)),
      days: 90,
    });

    expect(text).toBe(
      'Noted: right. Of the 4 answers judged within 90 days, 3 were right, too few to tell much.',
    );
  });
});

describe('how often answers are right', () => {
  it('is told by week, by verdict and by confidence', () => {
    const told = accuracyMessage(precisionOf([...precision(35, 3), ...precision(1, 1, 'not-blocked')]), 90);

    const shown = JSON.stringify(told.blocks);
    expect(shown).toContain('*Of the 40 answers judged within 90 days, 36 were right (90 %).*');
    expect(shown).toContain('week of 23 Nov  36 of 40 right (90 %)');
    expect(shown).toContain('`sg-inbound`  35 of 38 right (92 %)');
    expect(shown).toMatch(/`not-blocked` {2}1 of 2 right(?! )/);
    expect(shown).toContain('`0.90 and more`  36 of 40 right (90 %)');
    expect(messageProblems(told)).toEqual([]);
  });

  it('says so where nothing was judged', () => {
    expect(accuracyMessage(precisionOf([]), 30).text).toBe('No answer was judged within 30 days.');
  });
});
