import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAdmission } from '../../../src/slack/questions/admission.ts';

/** How many of so many questions of one person come in. */
function admitted(admission: ReturnType<typeof createAdmission>, asker: string, questions: number): number {
  const ids = Array.from({ length: questions }, (_, index) => `${asker}-${index}`);
  return ids.filter((id) => admission.enter(id, asker) === null).length;
}

describe('questions that wait for their turn', () => {
  it('are at most twenty of one person, also where nobody else asks', () => {
    expect(admitted(createAdmission(), 'alice', 100)).toBe(20);
  });

  it('leave room for everybody who comes after a person who asks much', () => {
    const admission = createAdmission();
    admitted(admission, 'alice', 100);

    expect(admitted(admission, 'bob', 1)).toBe(1);
  });

  it('make room when one of them has its turn', () => {
    const admission = createAdmission();
    admitted(admission, 'alice', 100);

    admission.leave('alice-0');

    expect(admission.enter('again', 'alice')).toBeNull();
  });

  it('count once what is delivered twice', () => {
    const admission = createAdmission();
    admission.enter('q', 'alice');

    expect(admission.enter('q', 'alice')).toBeNull();
    expect(admitted(admission, 'alice', 100)).toBe(19);
  });

  it('say how many wait to whoever is told to ask later', () => {
    const admission = createAdmission();
    admitted(admission, 'alice', 20);
    admitted(admission, 'bob', 3);

    expect(admission.enter('one more', 'alice')).toEqual({ own: 20, all: 23 });
  });

  it('never are more than two hundred, and of nobody more than an equal part where others had theirs already', () => {
    const asker = fc.integer({ min: 0, max: 299 }).map(String);
    fc.assert(
      fc.property(fc.array(asker, { maxLength: 600 }), (askers) => {
        const admission = createAdmission();
        const own = new Map<string, number>();
        for (const [index, one] of askers.entries()) {
          const people = new Set([...own.keys(), one]).size;
          if (admission.enter(String(index), one) !== null) continue;
          expect(own.get(one) ?? 0).toBeLessThan(Math.max(1, Math.floor(60 / people)));
          own.set(one, (own.get(one) ?? 0) + 1);
        }
        expect([...own.values()].reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(200);
      }),
    );
  });
});
