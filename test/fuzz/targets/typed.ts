/** What people type: questions, follow-ups, times, addresses, and messages in which something is looked for. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { understand } from '../../../src/commands/answer.ts';
import { findInText, plainQuestion, portText, questionAbout } from '../../../src/commands/find-in-text.ts';
import { understandIn } from '../../../src/commands/follow-up.ts';
import { deliveredText, plainText } from '../../../src/commands/grammar/plain-text.ts';
import { readPorts } from '../../../src/commands/grammar/port.ts';
import { linkedMessage } from '../../../src/commands/incident/message-link.ts';
import { VERBS } from '../../../src/commands/index.ts';
import type { Understood } from '../../../src/commands/verb.ts';
import { Request } from '../../../src/query/request.ts';
import { canonicalAddress, cidrContains, parseCidr, parseIpAddress } from '../../../src/record/address.ts';
import { meanText, repeated, soup } from '../../kit/mean-text.ts';
import { mangled } from '../mutated.ts';
import { target } from '../target.ts';

const LONGEST_TYPED = 4000;
const LONGEST_MESSAGE = 40_000;
const EXAMPLES = VERBS.flatMap(({ examples }) => examples);
const QUESTIONS = VERBS.filter(({ kind }) => kind === 'question').flatMap(({ examples }) => examples);
const TIMES =
  'last past 1h 90m 1h30m 2 hours day days week since 14:00 14:00:05 25:61 2pm 13pm to until between and at ago now yesterday today tonight monday last-week noon midnight 2026-11-20 2026-02-30 2026-11-20T14:00Z 2026-11-20T14:00+05:30 20 nov 30 feb november 1795443000 1795443000000 vs 24h earlier utc - -> 00:00 24:00 0m 99999999h'.split(
    ' ',
  );
const WORDS = [
  ...VERBS.map(({ name }) => name),
  ...'port ports proto from to accept reject by bytes packets source destination top in as csv parquet fresh 443 8000-8100 99999 https tcp 6 10.0.1.5 10.0.1.5:443 [2001:db8::1]:53 10.0.0.0/8 fe80::1%eth0 eni-0a1b2c3d4e5f60718 i-0a1b2c3d sg-zz vpc-prod web-1 "my server" sev2 because for 8h A-12 INC-3 M-3 all end when every over 2 GB team=payments 111122223333'.split(
    ' ',
  ),
];

const reading = fc.record({
  now: fc.integer({ min: 1_400_000_000, max: 2_000_000_000 }),
  timeZone: fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'Pacific/Apia',
    'Asia/Kathmandu',
    'Africa/Casablanca',
  ),
});
type Reading = Parameters<typeof understand>[1];

const typed = fc.oneof(
  { weight: 4, arbitrary: soup([...WORDS, ...TIMES], 12) },
  { weight: 4, arbitrary: mangled(EXAMPLES) },
  { weight: 1, arbitrary: repeated(LONGEST_TYPED, [...WORDS, ...TIMES, '"', "'", '(', '<', '*', ' ']) },
  { weight: 2, arbitrary: meanText },
);

function holdsOf(understood: Understood, at: Reading, again: (text: string) => Understood): void {
  if (understood.kind === 'question') {
    const { window } = Request.parse(understood.request);
    expect(window.start).toBeLessThan(window.end);
    expect(window.end).toBeLessThanOrEqual(Math.floor(at.now));
  } else if (understood.kind === 'immediate' && understood.answer.kind === 'mistake') {
    const { example } = understood.answer;
    expect([example, again(deliveredText(example))]).not.toMatchObject([
      example,
      { answer: { kind: 'mistake' } },
    ]);
  }
}

const someTime = soup(TIMES, 6);

export const TYPED = [
  target({
    name: 'a question that is typed',
    cases: 10_000,
    input: fc.record({ text: typed, at: reading }),
    holds: ({ text, at }) => holdsOf(understand(text, at), at, (example) => understand(example, at)),
  }),
  target({
    name: 'a follow-up in a thread',
    cases: 4_000,
    input: fc.record({ text: typed, before: fc.constantFrom(...QUESTIONS), at: reading }),
    holds: ({ text, before, at }) => {
      const asked = understand(before, at);
      const previous = asked.kind === 'question' ? asked.request : null;
      holdsOf(understandIn(text, at, previous), at, (example) => understandIn(example, at, previous));
    },
  }),
  target({
    name: 'a time',
    cases: 4_000,
    input: fc.record({ text: someTime, at: reading }),
    holds: ({ text, at }) => {
      const all = [`top ${text}`, `diff ${text}`, `mute A-1 for ${text} because x`];
      for (const question of all) holdsOf(understand(question, at), at, (example) => understand(example, at));
    },
  }),
  target({
    name: 'a message in which something is looked for',
    cases: 10_000,
    input: fc.oneof(
      { weight: 6, arbitrary: soup([...WORDS, ...TIMES, 'ip-10-0-1-5', '<!date^1|x>', '{"a":'], 20, '') },
      { weight: 1, arbitrary: repeated(LONGEST_MESSAGE) },
    ),
    holds: (text) => {
      const found = findInText(text);
      const at = { now: 1_795_443_000, timeZone: 'UTC' };
      const questions = [
        plainQuestion(found),
        ...found.subjects.map((subject) => questionAbout([subject.text], null, found)),
        ...found.ports.map((port) => questionAbout(['10.0.1.5'], portText(port), found)),
      ];
      for (const question of questions)
        if (question !== null)
          expect([question, understand(question, at).kind]).toEqual([question, 'question']);
      expect(found.times.every(Number.isSafeInteger)).toBe(true);
    },
  }),
  target({
    name: 'a text as Slack delivers it',
    cases: 100_000,
    input: meanText,
    holds: (text) => {
      expect(plainText(text).length).toBeLessThanOrEqual(text.length);
      // What starts with the bot's own name loses it.
      const delivered = deliveredText(`x ${text} x`);
      expect(delivered).not.toMatch(/[<>]/);
      expect(plainText(delivered)).toBe(`x ${text} x`);
      linkedMessage(text);
    },
  }),
  target({
    name: 'an address, a block or ports',
    cases: 100_000,
    input: fc.oneof(
      mangled([
        '10.0.1.5',
        '2001:db8::1',
        '::ffff:10.0.0.1',
        '10.0.0.0/8',
        '2001:db8::/32',
        '443',
        '8000-8100/tcp',
      ]),
      fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6()),
      fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(130)).map(([base, prefix]) => `${base}/${prefix}`),
      meanText,
    ),
    holds: (text) => {
      const address = parseIpAddress(text);
      if (address) expect(parseIpAddress(address.text)).toEqual(address);
      expect(canonicalAddress(canonicalAddress(text))).toBe(canonicalAddress(text));
      const block = parseCidr(text);
      if (block) {
        expect(parseCidr(block.text)).toEqual(block);
        expect(cidrContains(block, block.text.split('/')[0] ?? '')).toBe(true);
      }
      const ports = readPorts(text)?.port;
      if (ports) {
        expect(ports.low).toBeLessThanOrEqual(ports.high);
        expect(ports.high).toBeLessThanOrEqual(65_535);
      }
    },
  }),
];
