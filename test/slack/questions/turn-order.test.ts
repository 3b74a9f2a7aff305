import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTurnOrder, type TurnOrder } from '../../../src/slack/questions/turn-order.ts';

interface Item {
  readonly name: string;
  readonly wantedBy: number;
}

/** `a1 b1×3` are an item of asker `a` and one of `b` that three people want. */
function orderOf(written: string): TurnOrder<Item> {
  const order = createTurnOrder<Item>(({ wantedBy }) => wantedBy);
  for (const word of written.split(' ')) add(order, word);
  return order;
}

function add(order: TurnOrder<Item>, word: string): void {
  const [name = '', wantedBy = '1'] = word.split('×');
  order.add(name.charAt(0), { name, wantedBy: Number(wantedBy) });
}

function namesOf(items: readonly Item[]): string {
  return items.map(({ name }) => name).join(' ');
}

function served(order: TurnOrder<Item>): readonly Item[] {
  const items: Item[] = [];
  for (let next = order.next(); next; next = order.next()) items.push(next);
  return items;
}

describe('the order of turns', () => {
  it('goes round among those who ask', () => {
    expect(namesOf(served(orderOf('a1 a2 a3 b1 b2 c1')))).toBe('a1 b1 c1 a2 b2 a3');
  });

  it('gives every other turn to what most people wait for, where they are several', () => {
    expect(namesOf(served(orderOf('a1 b1 c1×2 d1 e1×3 f1×9 g1×5')))).toBe('f1 a1 g1 b1 e1 c1 d1');
  });

  it('takes nobody’s turn for what is done for several', () => {
    expect(namesOf(served(orderOf('a1×3 a2 b1')))).toBe('a1 a2 b1');
  });

  it('owes nothing for the turns in which nobody else waited for the same', () => {
    const order = orderOf('a1 b1 c1 d1');
    for (let turns = 0; turns < 3; turns += 1) order.next();

    for (const word of ['e1×3', 'f1×3']) add(order, word);

    expect(namesOf(served(order))).toBe('e1 d1 f1');
  });

  it('leaves out what was given up', () => {
    const order = createTurnOrder<string>(() => 1);
    order.add('a', 'a1');
    order.add('b', 'b1');

    expect([order.drop('a1'), order.drop('a1')]).toEqual([true, false]);
    expect([order.next(), order.next()]).toEqual(['b1', undefined]);
  });

  const words = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 6 })));

  function anyOrder(items: readonly (readonly [string, number])[]): TurnOrder<Item> {
    return orderOf(items.map(([asker, wantedBy], index) => `${asker}${index}×${wantedBy}`).join(' '));
  }

  it('comes in the order that was foretold', () => {
    fc.assert(
      fc.property(words, (items) => {
        const order = anyOrder(items);
        const foretold = order.inOrder();

        expect(served(order)).toEqual(foretold);
        expect(new Set(foretold).size).toBe(foretold.length);
      }),
    );
  });

  it('keeps nobody waiting for more than twice as many turns as without what several want', () => {
    fc.assert(
      fc.property(words, (items) => {
        const alone = namesOf(served(anyOrder(items.map(([asker]) => [asker, 1] as const)))).split(' ');
        const all = namesOf(served(anyOrder(items))).split(' ');

        for (const [place, name] of alone.entries())
          expect(all.indexOf(name)).toBeLessThanOrEqual(2 * place + 1);
      }),
    );
  });
});
