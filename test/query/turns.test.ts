import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTurns } from '../../src/query/turns.ts';

function turnsOf(...items: readonly string[]) {
  const turns = createTurns<string>();
  for (const item of items) turns.add(item.charAt(0), item);
  return turns;
}

describe('turns', () => {
  it('go round among those who ask', () => {
    expect(turnsOf('a1', 'a2', 'a3', 'b1', 'b2', 'c1').inOrder()).toEqual([
      'a1',
      'b1',
      'c1',
      'a2',
      'b2',
      'a3',
    ]);
  });

  it('put who asks again after those who have not had a turn', () => {
    const turns = turnsOf('a1', 'b1');

    turns.serve('a1');
    turns.add('a', 'a2');

    expect(turns.inOrder()).toEqual(['b1', 'a2']);
  });

  it('are not lost with what is given up', () => {
    const turns = turnsOf('a1', 'a2', 'b1');

    expect(turns.drop('a1')).toBe(true);
    expect(turns.drop('a1')).toBe(false);

    expect(turns.inOrder()).toEqual(['a2', 'b1']);
  });

  it('come in the order that was foretold', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c')), (askers) => {
        const turns = turnsOf(...askers.map((asker, index) => `${asker}${index}`));
        const foretold = turns.inOrder();

        const served = foretold.map(() => {
          const first = turns.first() ?? '';
          turns.serve(first);
          return first;
        });

        expect(served).toEqual(foretold);
        expect(turns.first()).toBeUndefined();
      }),
    );
  });
});
