import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLine, type Line } from '../../../src/slack/questions/line.ts';

interface Item {
  readonly name: string;
  readonly wantedBy: number;
}

/** `a1 b1×3` are an item of asker `a` and one of `b` that three people want. */
function lineOf(written: string): Line<Item> {
  const line = createLine<Item>(({ wantedBy }) => wantedBy);
  for (const word of written.split(' ')) add(line, word);
  return line;
}

function add(line: Line<Item>, word: string): void {
  const [name = '', wantedBy = '1'] = word.split('×');
  line.add(name.charAt(0), { name, wantedBy: Number(wantedBy) });
}

function namesOf(items: readonly Item[]): string {
  return items.map(({ name }) => name).join(' ');
}

function served(line: Line<Item>): readonly Item[] {
  const items: Item[] = [];
  for (let next = line.next(); next; next = line.next()) items.push(next);
  return items;
}

describe('the line of those who wait', () => {
  it('goes round among those who ask', () => {
    expect(namesOf(served(lineOf('a1 a2 a3 b1 b2 c1')))).toBe('a1 b1 c1 a2 b2 a3');
  });

  it('gives every other turn to what most people wait for, where they are several', () => {
    expect(namesOf(served(lineOf('a1 b1 c1×2 d1 e1×3 f1×9 g1×5')))).toBe('f1 a1 g1 b1 e1 c1 d1');
  });

  it('takes nobody’s turn for what is done for several', () => {
    expect(namesOf(served(lineOf('a1×3 a2 b1')))).toBe('a1 a2 b1');
  });

  it('owes nothing for the turns in which nobody else waited for the same', () => {
    const line = lineOf('a1 b1 c1 d1');
    for (let turns = 0; turns < 3; turns += 1) line.next();

    for (const word of ['e1×3', 'f1×3']) add(line, word);

    expect(namesOf(served(line))).toBe('e1 d1 f1');
  });

  it('leaves out what was given up', () => {
    const line = createLine<string>(() => 1);
    line.add('a', 'a1');
    line.add('b', 'b1');

    expect([line.drop('a1'), line.drop('a1')]).toEqual([true, false]);
    expect([line.next(), line.next()]).toEqual(['b1', undefined]);
  });

  const words = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 6 })));

  function anyLine(items: readonly (readonly [string, number])[]): Line<Item> {
    return lineOf(items.map(([asker, wantedBy], index) => `${asker}${index}×${wantedBy}`).join(' '));
  }

  it('comes in the order that was foretold', () => {
    fc.assert(
      fc.property(words, (items) => {
        const line = anyLine(items);
        const foretold = line.inOrder();

        expect(served(line)).toEqual(foretold);
        expect(new Set(foretold).size).toBe(foretold.length);
      }),
    );
  });

  it('keeps nobody waiting for more than twice as many turns as without what several want', () => {
    fc.assert(
      fc.property(words, (items) => {
        const alone = namesOf(served(anyLine(items.map(([asker]) => [asker, 1] as const)))).split(' ');
        const all = namesOf(served(anyLine(items))).split(' ');

        for (const [place, name] of alone.entries())
          expect(all.indexOf(name)).toBeLessThanOrEqual(2 * place + 1);
      }),
    );
  });
});
