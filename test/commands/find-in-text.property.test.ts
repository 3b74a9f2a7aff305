import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';
import { findInText, plainQuestion, portText, questionAbout } from '../../src/commands/find-in-text.ts';

const NOW = 1_795_443_000;
const READING = { now: NOW, timeZone: 'UTC' };
const PIECES =
  '10.0.1.5 203.0.113.5 10.0.0.0/16 0.0.0.0/0 2001:db8::1 [2001:db8::1]:443 ::: :: a::b 1.2.3.4.5 :443 .443 / port PORT: ports 99999 443 8000-8100 on tcp/ /udp icmp eni- eni-0a1b2c3d i-0a1b2c3d4e5f60718 sg-zz subnet-0b22 vpc- ip-10-0-1-5 <http:// | > < <!date^ 9999999999 ^{x} &lt; &amp; 2026-11-25T14:00:00Z 2026-99-99T99:99:99Z 32 January 2026 -- ` * _ \n \u0000 \u202e 👩‍👩‍👧'.split(
    ' ',
  );
const text = fc.oneof(
  fc.array(fc.constantFrom(...PIECES, ' '), { maxLength: 25 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);

describe('any text', () => {
  it('is read without failing, and what is found in it is understood as a question', () => {
    fc.assert(
      fc.property(text, (said) => {
        const found = findInText(said);
        const questions = [
          plainQuestion(found),
          ...found.subjects.map((subject) => questionAbout([subject.text], null, found)),
          ...found.ports.map((port) => questionAbout(['10.0.1.5'], portText(port), found)),
        ];
        for (const question of questions.filter((one) => one !== null)) {
          expect(understand(question, READING), question).toMatchObject({ kind: 'question' });
        }
        expect(found.times.every((time) => Number.isFinite(time))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(PIECES)('is read, however long and however often it says the same: %s', (piece) => {
    const long = piece.repeat(40_000 / piece.length);
    expect(findInText(long).subjects.length).toBeLessThan(2);
    expect(findInText(`${long} 10.0.1.5`).times.every(Number.isFinite)).toBe(true);
  });

  it('gives each subject as the grammar reads it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.ipV4(), fc.ipV6()),
        fc.constantFrom('', ',', '.', ')', ' x'),
        (address, after) => {
          const [found] = findInText(`see (${address}${after}`).subjects;
          if (!found) return;
          expect(understand(`reject ${found.text}`, READING)).toMatchObject({
            request: { subjects: [found.subject] },
          });
        },
      ),
    );
  });
});
