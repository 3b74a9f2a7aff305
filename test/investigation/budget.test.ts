import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Budgets, overspend } from '../../src/investigation/budget.ts';
import { NOW } from '../kit/scope.ts';

const HOUR = { start: NOW - 3600, end: NOW };
const BUDGETS: Budgets = {
  question: { bytes: 50e9 },
  personPerDay: { bytes: 500e9 },
  perDay: { bytes: 5e12, dollars: 20 },
};

function spent(changes: { question?: number; person?: number; everybody?: number } = {}) {
  const { question = 0, person = question, everybody = person } = changes;
  return {
    question: { bytes: question, usd: 0 },
    person: { bytes: person, usd: 0 },
    everybody: { bytes: everybody, usd: 0 },
  };
}

function over(
  bytes: number | null,
  usd: number | null,
  before = spent(),
  window: typeof HOUR | null = HOUR,
  budgets = BUDGETS,
) {
  return overspend(budgets, before, { estimate: { bytes, usd, basis: 'told' }, window });
}

describe('a budget', () => {
  it('is passed by what is estimated on top of what was spent', () => {
    expect(over(50e9, 0.25)).toBeNull();
    expect(over(30e9, 0.15, spent({ question: 20e9 }))).toBeNull();
    expect(over(30e9, 0.15, spent({ question: 21e9 }))).toMatchObject({
      estimate: { bytes: 30e9, usd: 0.15, basis: 'told' },
      budget: { of: 'question', unit: 'bytes', limit: 50e9, spent: 21e9 },
      spent: { bytes: 21e9, usd: 0 },
    });
  });

  it.each([
    ['a person within a day', spent({ person: 499e9 }), 'person'],
    ['everybody within a day', spent({ everybody: 4.999e12 }), 'everybody'],
  ])('is of %s too', (_, before, of) => {
    expect(over(2e9, 0.01, before)).toMatchObject({ budget: { of } });
  });

  it('may be in dollars, and is not passed by a price that nobody knows', () => {
    expect(over(1e9, 21)).toMatchObject({ budget: { of: 'everybody', unit: 'usd', limit: 20 } });
    expect(over(1e9, null)).toBeNull();
  });

  it('is never passed by what is free, however large it is', () => {
    expect(over(9e15, 0, spent({ question: 60e9 }))).toBeNull();
  });

  it('is not passed by what nobody can estimate, as long as what is known is within it', () => {
    expect(over(null, null, spent({ question: 40e9 }))).toBeNull();
    expect(over(null, null, spent({ question: 60e9 }))).toMatchObject({ budget: { of: 'question' } });
  });

  it('is no limit where none is set', () => {
    const none = { question: {}, personPerDay: {}, perDay: {} };

    expect(over(9e15, 45_000, spent({ question: 9e15 }), HOUR, none)).toBeNull();
  });
});

describe('the shorter window that is offered', () => {
  it('is the end of the window, as long as fits by proportion, less a margin, in a length that people name', () => {
    // Half of the hour fits; nine tenths of that are 27 minutes.
    expect(over(100e9, 1)?.narrowed).toEqual({ start: NOW - 20 * 60, end: NOW });
  });

  it('fits into the tightest of several budgets', () => {
    expect(over(100e9, 1, spent({ person: 470e9 }))?.narrowed).toEqual({ start: NOW - 15 * 60, end: NOW });
  });

  it.each([
    ['so little would fit that hardly anything of it is delivered', over(200e9, 10)],
    ['nothing is left', over(10e9, 1, spent({ question: 51e9 }))],
    ['nobody knows what all of it takes', over(null, null, spent({ question: 60e9 }))],
    ['the question cannot be narrowed', over(200e9, 1, spent(), null)],
  ])('is none where %s', (_, asked) => {
    expect(asked).not.toBeNull();
    expect(asked?.narrowed).toBeNull();
  });

  it('is within every budget if traffic is even, whatever the figures', () => {
    const amount = fc.integer({ min: 0, max: 10_000 }).map((gigabytes) => gigabytes * 1e9);
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 60, max: 31 * 86_400 }), (bytes, question, seconds) => {
        const window = { start: NOW - seconds, end: NOW };
        const narrowed = over(bytes, null, spent({ question }), window)?.narrowed;
        if (!narrowed) return;
        expect(narrowed.end).toBe(NOW);
        const share = (narrowed.end - narrowed.start) / seconds;
        expect(share).toBeLessThan(1);
        expect(over(bytes * share, null, spent({ question }), narrowed)).toBeNull();
      }),
    );
  });
});
