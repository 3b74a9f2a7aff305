import { describe, expect, it } from 'vitest';
import type { Overspend } from '../../src/diagnosis/overspend.ts';
import { overBudgetText, overBudgetTodo } from '../../src/present/over-budget.ts';
import { renderText } from '../../src/present/text.ts';
import { END } from '../kit/answers.ts';

function overspend(changes: Partial<Overspend> = {}): Overspend {
  return {
    estimate: { bytes: 1.2e12, usd: 6, basis: '26 hourly partitions of about 46 GB' },
    budget: { of: 'question', unit: 'bytes', limit: 50e9, spent: 0 },
    spent: { bytes: 0, usd: 0 },
    narrowed: { start: END - 720, end: END },
    ...changes,
  };
}

describe('what would pass a budget', () => {
  it('is said with its figures, the budget, how it was estimated, and what would fit', () => {
    expect(overBudgetText(overspend())).toEqual({
      headline: 'This would scan about 1.2 TB, about $6.00.',
      because: [
        'One question may scan 50 GB here without being asked.',
        'How it was estimated: 26 hourly partitions of about 46 GB.',
      ],
      price: 'about $6.00',
      shorter: '12 min',
    });
  });

  it('is said of what ran and was stopped, because nobody could tell before', () => {
    const stopped = overspend({
      estimate: { bytes: 51e9, usd: null, basis: '' },
      budget: { of: 'question', unit: 'bytes', limit: 50e9, spent: 51e9 },
      stopped: true,
    });

    expect(overBudgetText(stopped)).toMatchObject({
      headline: 'This was stopped when it had scanned about 51 GB.',
      because: [
        'One question may scan 50 GB here without being asked; this one has scanned 51 GB so far.',
        'How much it would scan could not be told before.',
      ],
    });
  });

  it.each([
    [{ bytes: 1.2e12, usd: null }, 'This would scan about 1.2 TB.', 'about 1.2 TB'],
    [{ bytes: null, usd: 6 }, 'This would scan for about $6.00.', 'about $6.00'],
    [{ bytes: null, usd: null }, 'How much this would scan is not known.', null],
  ])('claims no more than is known: %j', (known, headline, price) => {
    const text = overBudgetText(overspend({ estimate: { ...known, basis: '' } }));

    expect(text).toMatchObject({ headline, price });
    expect(text.because).toHaveLength(1);
  });

  it.each([
    [
      { of: 'question', unit: 'bytes', limit: 50e9, spent: 62e9 },
      'One question may scan 50 GB here without being asked; this one has scanned 62 GB so far.',
    ],
    [
      { of: 'person', unit: 'bytes', limit: 500e9, spent: 480e9 },
      'One person may, within 24 hours, scan 500 GB here without being asked; whoever asks this has scanned 480 GB so far.',
    ],
    [
      { of: 'everybody', unit: 'usd', limit: 25, spent: 24.5 },
      'All questions together may, within 24 hours, cost $25.00 here without being asked; they have cost $24.50 so far.',
    ],
  ] as const)('names whose budget it is, and what is spent of it: %j', (budget, sentence) => {
    expect(overBudgetText(overspend({ budget })).because[0]).toBe(sentence);
  });

  it('has something to do also where no shorter time would fit', () => {
    const text = overBudgetText(overspend({ narrowed: null }));

    expect(text.shorter).toBeNull();
    expect(overBudgetTodo(text)).toBe('Ask about a shorter time, or about less.');
  });

  it('is an answer in the terminal where nobody could be asked', () => {
    const answer = { kind: 'over-budget', question: 'top', overspend: overspend() } as const;

    expect(renderText(answer, { timeZone: 'UTC', width: 100, color: false })).toBe(
      [
        'Not run. This would scan about 1.2 TB, about $6.00.',
        'One question may scan 50 GB here without being asked.',
        'How it was estimated: 26 hourly partitions of about 46 GB.',
        'What to do: Ask about a shorter time: the last 12 min of it would fit, as far as can be told.',
        '',
      ].join('\n'),
    );
  });
});
