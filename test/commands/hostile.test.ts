import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';
import { deliveredText } from '../../src/commands/grammar/plain-text.ts';
import { VERBS } from '../../src/commands/index.ts';
import { Request } from '../../src/query/request.ts';

const NOW = 1_795_443_000;

/** Words that mean something to the grammar, in any order, beside what people and attackers type. */
const WORDS = [
  ...VERBS.map(({ name }) => name),
  ...'port ports proto from to accept reject last past since between and at by top in until - -> 2h 90 minutes ago'.split(
    ' ',
  ),
  ...'443 8000-8100 99999 https tcp 6 10.0.1.5 10.0.1.5:443 [2001:db8::1]:53 10.0.0.0/8 10.0.0.0/99 fe80::'.split(
    ' ',
  ),
  ...'eni-0a1b2c3d sg-zz vpc-prod web-1 "my server" “web” bytes packets port yesterday today monday 14:00 25:61'.split(
    ' ',
  ),
  ...'2026-11-20 2026-99-99 2026-11-20T14:00:00Z nov 20 30 feb now noon am 1795443000 99999999999999999999 -1 1e9'.split(
    ' ',
  ),
  ...[
    "'; drop table flows; --",
    '| filter @message like /./',
    '$(reboot)',
    '`id`',
    '../../etc/passwd',
    '<script>',
  ],
  ...[
    '<http://a|b>',
    '<@U1|x>',
    '<!channel>',
    '&lt;&amp;',
    '{{7*7}}',
    '((((((((((',
    '[[[[[[',
    '"""',
    "''",
    '\\',
    '\0',
    '\r\n',
  ],
  ...[
    '\u202e',
    '\u200b',
    '\u00a0',
    'é',
    '日本',
    '🧨',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
  ],
];

const soup = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(' '));
const anything = fc.oneof(
  soup,
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .tuple(
      fc.constantFrom('reject', 'top', 'decode', 'help'),
      fc.string({ unit: 'grapheme', maxLength: 100 }),
    )
    .map((parts) => parts.join(' ')),
  fc
    .tuple(fc.constantFrom(...WORDS), fc.integer({ min: 1, max: 3999 }))
    .map(([word, times]) => `reject ${word.repeat(times)}`.slice(0, 4000)),
);
const timeZone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Pacific/Apia',
  'Asia/Kathmandu',
);
const now = fc.integer({ min: 1_400_000_000, max: 2_000_000_000 });

describe('any text at all', () => {
  it('is understood as a valid request, or answered at once with an example that works', {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(anything, timeZone, now, (text, zone, at) => {
        const reading = { now: at, timeZone: zone };

        const understood = understand(text, reading);

        if (understood.kind === 'question') {
          const { window } = Request.parse(understood.request);
          expect(window.start).toBeLessThan(window.end);
          expect(window.end).toBeLessThanOrEqual(at);
          return;
        }
        if (understood.kind === 'action' || understood.answer.kind !== 'mistake') return;
        const example = understand(deliveredText(understood.answer.example), reading);
        expect(example.kind !== 'immediate' || example.answer.kind !== 'mistake').toBe(true);
      }),
      // Ten times as many are typed by `npm run fuzz`.
      { numRuns: 1000 },
    );
  });

  it.each([
    '('.repeat(4000),
    '"'.repeat(4000),
    `reject ${'<'.repeat(3900)}`,
    `reject ${' '.repeat(3900)}x`,
    `reject ${','.repeat(3900)}x`,
    `reject ${'*'.repeat(3900)}a${'*'.repeat(50)}`,
    `reject 10.0.1.5 since ${'nov '.repeat(900)}`,
    `reject 10.0.1.5 last ${'1h'.repeat(1900)}`,
    `reject ${'a.'.repeat(1900)}`,
    `reject ${'1.'.repeat(1900)}`,
    `reject ${':'.repeat(3900)}`,
    `${'flows '.repeat(660)}`,
    `${'/a'.repeat(1900)}`,
    `reject 10.0.1.5 ${'port '.repeat(790)}`,
    `reject ${'web '.repeat(990)}`,
  ])('takes no longer for repeated text: %.24s…', (text) => {
    const verdict = understand(text.slice(0, 4000), { now: NOW, timeZone: 'UTC' });

    expect(['question', 'immediate']).toContain(verdict.kind);
  });
});
