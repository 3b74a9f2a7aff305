import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';
import { understandIn } from '../../src/commands/follow-up.ts';
import { deliveredText } from '../../src/commands/grammar/plain-text.ts';
import { VERBS } from '../../src/commands/index.ts';
import { Request } from '../../src/query/request.ts';

const NOW = Date.parse('2026-11-25T15:30:17Z') / 1000;
const READING = fc.record({
  now: fc.constantFrom(NOW, NOW + 0.5),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia'),
});

/** Questions of every verb, with what else they can say. */
const QUESTIONS = VERBS.filter(({ kind }) => kind === 'question').flatMap(({ examples }) => examples);
const WORDS =
  'and what about same for again now before earlier later ago yesterday today monday last 3h 10m an hour vs by port bytes source from to in as csv top 20 443 https tcp udp accept rejected why ? please thanks the 10.0.2.9 10.0.2.9:443 2001:db8::1 10.0.0.0/8 eni-0a1b2c3d web-2 bastion "my server" prod 14:00 15:00 14:00-14:20 since between at until nov 20 2026-11-20 reject trace diff talk records timeline coverage capture athena-setup help decode fl-0a1b2c3d firehose fresh <@U1|x> <!here> & \\ \u0000 \u202e `id` $(x) \'; --'.split(
    ' ',
  );
const text = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 7 }).map((words) => words.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);
const previous = fc
  .tuple(fc.constantFrom(...QUESTIONS), READING)
  .map(([question, reading]) => understand(question, reading))
  .map((understood) => (understood.kind === 'question' ? understood.request : null));

describe('any text in a thread', () => {
  it('is understood as it always is where nothing was asked before', () => {
    fc.assert(
      fc.property(text, READING, (said, reading) => {
        expect(understandIn(said, reading, null)).toEqual(understand(said, reading));
      }),
      { numRuns: 200 },
    );
  });

  it('is understood as a valid request whose text says all of it, or answered with an example that works', () => {
    fc.assert(
      fc.property(text, READING, previous, (said, reading, before) => {
        const understood = understandIn(said, reading, before);

        if (understood.kind === 'question') {
          const { request, verb } = understood;
          expect(Request.safeParse(request).success).toBe(true);
          const again = understand(deliveredText(request.text), reading);
          if (again.kind !== 'question') throw new TypeError(`${said}: ${request.text}`);
          const window = verb.clauses.includes('window') ? request.window : again.request.window;
          expect({ ...again.request, text: request.text }).toEqual({ ...request, window });
        }
        if (understood.kind === 'immediate' && understood.answer.kind === 'mistake') {
          expect(understand(deliveredText(understood.answer.example), reading)).not.toMatchObject({
            answer: { kind: 'mistake' },
          });
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
