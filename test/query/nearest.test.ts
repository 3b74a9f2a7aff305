import { describe, expect, it } from 'vitest';
import { distance, nearest, withinEdits } from '../../src/query/nearest.ts';

describe('the distance of two words', () => {
  it.each([
    ['port', 'port', 0],
    ['prot', 'port', 1],
    ['por', 'port', 1],
    ['ports', 'port', 1],
    ['pork', 'port', 1],
    ['rejcet', 'reject', 1],
    ['lats', 'last', 1],
    ['last', 'past', 1],
    ['bites', 'bytes', 1],
    ['top', 'port', 3],
    ['', 'abc', 3],
  ])('from %j to %j is %i', (a, b, edits) => {
    expect(distance(a, b)).toBe(edits);
  });
});

describe('the nearest word', () => {
  it('is the one with the fewest edits, in any case', () => {
    expect(nearest('REJCT', ['top', 'reject'])).toBe('reject');
  });

  it('is the only one that an abbreviation begins', () => {
    expect(nearest('dest', ['source', 'destination'])).toBe('destination');
    expect(nearest('s', ['source', 'service'])).toBeUndefined();
  });

  it('is none where every word is far away', () => {
    expect(nearest('frobnicate', ['top', 'reject'])).toBeUndefined();
  });

  it('allows short words a single edit, so that not everything is near to them', () => {
    expect(withinEdits('yb', ['to', 'by'], 2)).toBe('by');
    expect(withinEdits('tp', ['to', 'top'], 2)).toBe('top');
    expect(withinEdits('xyz', ['top'], 2)).toBeUndefined();
    for (const word of ['is', 'ping']) expect(withinEdits(word, ['in', 'by'], 2)).toBeUndefined();
  });
});
