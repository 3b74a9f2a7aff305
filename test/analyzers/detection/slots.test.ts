import { describe, expect, it } from 'vitest';
import { filled, spellsOf, wholeSlots } from '../../../src/analyzers/detection/slots.ts';

describe('whole slots', () => {
  it('leave out those that the window cuts', () => {
    expect(wholeSlots({ start: 100, end: 1000 }, 300)).toEqual([300, 600]);
  });

  it('are none of a window shorter than a slot', () => {
    expect(wholeSlots({ start: 100, end: 200 }, 300)).toEqual([]);
  });

  it('have a zero where nothing was counted', () => {
    expect(filled([{ at: 600, value: 4 }], { start: 300, end: 900 }, 300)).toEqual([
      { at: 300, value: 0 },
      { at: 600, value: 4 },
    ]);
  });

  it('add up the narrower ones that start in them', () => {
    const samples = [
      { at: 600, value: 4 },
      { at: 900, value: 1 },
    ];

    expect(filled(samples, { start: 600, end: 1200 }, 600)).toEqual([{ at: 600, value: 5 }]);
  });
});

describe('spells of two in three', () => {
  it('are none of a single slot above the threshold', () => {
    expect(spellsOf([0, 9, 0, 0, 9, 0], 2, 3)).toEqual([]);
  });

  it('reach as high as the second highest of three', () => {
    expect(spellsOf([0, 1.5, 0.2, 3, 0, 0, 0], 2, 3)).toEqual([
      { from: 1, to: 3, level: 1.5, isOpen: false },
    ]);
  });

  it('that run to the newest slot have the level of the newest three', () => {
    expect(spellsOf([5, 5, 5, 0, 1.2, 1.1], 2, 3)).toMatchObject([
      { from: 0, to: 5, level: 1.1, isOpen: true },
    ]);
  });
});
