import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';
import { understandIn } from '../../src/commands/follow-up.ts';
import type { Request } from '../../src/query/request.ts';

/** A Wednesday. */
const NOW = Date.parse('2026-11-25T15:30:00Z') / 1000;
const READING = { now: NOW, timeZone: 'UTC' };

function asked(text: string, reading = READING): Request {
  const understood = understand(text, reading);
  if (understood.kind !== 'question') throw new TypeError(`${text}: ${JSON.stringify(understood)}`);
  return understood.request;
}

/** What a text in the thread of a question is understood as: the text in full, or what is wrong. */
function followed(question: string, text: string, reading = READING): string {
  const understood = understandIn(text, reading, asked(question, reading));
  if (understood.kind === 'question') return understood.request.text;
  if (understood.kind === 'action') return 'action';
  return understood.answer.kind === 'mistake' ? understood.answer.problem : understood.answer.kind;
}

describe('another verb in a thread', () => {
  it.each([
    ['reject 10.0.1.5 14:00 to 15:00', 'top', 'top 10.0.1.5 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'top?', 'top 10.0.1.5 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'and the top, please', 'top 10.0.1.5 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'top by port', 'top 10.0.1.5 by port 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'top 20', 'top 10.0.1.5 top 20 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'top last 10m', 'top 10.0.1.5 last 10m'],
    ['reject 10.0.1.5 last 1h', 'records', 'records 10.0.1.5 last 1h'],
    ['reject 10.0.1.5 last 1h', 'records as csv', 'records 10.0.1.5 last 1h as csv'],
    [
      'reject 10.0.1.5 10.0.2.9 port 5432 proto tcp in prod last 1h',
      'timeline',
      'timeline 10.0.1.5 10.0.2.9 port 5432 proto tcp last 1h in prod',
    ],
    ['records from 10.0.1.5 to 10.0.2.9 reject', 'trace', 'trace from 10.0.1.5 to 10.0.2.9 last 1h'],
    ['trace 10.0.1.5 10.0.2.9 5432', 'reject', 'reject 10.0.1.5 10.0.2.9 port 5432 last 1h'],
    ['reject 10.0.1.5', 'trace 10.0.2.9 5432', 'trace 10.0.1.5 10.0.2.9 port 5432 last 1h'],
    ['reject 10.0.1.5 port 5432', 'trace to 10.0.2.9', 'trace 10.0.1.5 to 10.0.2.9 port 5432 last 1h'],
    ['records from 10.0.1.5 to 10.0.2.9', 'talk', 'talk 10.0.1.5 last 1h'],
    ['reject web-1 port 443', 'coverage', 'coverage web-1 last 1h'],
    ['reject 10.0.1.5 14:00 to 15:00', 'diff', 'diff 10.0.1.5 14:00 to 15:00'],
    [
      'reject 10.0.1.5 14:00 to 15:00',
      'diff vs 24h ago',
      'diff 10.0.1.5 14:00 to 15:00 vs 2026-11-24 14:00 to 15:00',
    ],
    ['reject 10.0.1.5 14:00 to 15:00', 'vs 10m before', 'diff 10.0.1.5 14:00 to 15:00 vs 13:50 to 14:00'],
    ['diff 10.0.1.5 14:00 to 15:00', 'top', 'top 10.0.1.5 14:00 to 15:00'],
    ['timeline 10.0.1.5 10.0.2.9 last 1h', 'why?', 'trace 10.0.1.5 10.0.2.9 last 1h'],
    ['top 10.0.1.5 last 1h', 'but why', 'reject 10.0.1.5 last 1h'],
  ])('after `%s`, `%s` is `%s`', (question, text, expected) => {
    expect(followed(question, text)).toBe(expected);
  });

  it.each([
    ['reject 10.0.1.5 14:00 to 15:00', 'reject 10.0.2.9', 'reject 10.0.2.9 14:00 to 15:00'],
    ['reject 10.0.1.5 port 443 14:00 to 15:00', 'talk db-1', 'talk db-1 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'reject 10.0.2.9 last 3h', 'reject 10.0.2.9 last 3h'],
    ['reject 10.0.1.5 14:00 to 15:00', 'reject 10.0.2.9 last 3h please', 'reject 10.0.2.9 last 3h'],
    ['reject 10.0.1.5 14:00 to 15:00', 'reject 10.0.2.9 yesterday', 'reject 10.0.2.9 yesterday'],
    // In a thread about nobody it is a name, elsewhere a polite word.
    ['coverage last 1h', 'reject OK 1h', 'reject OK 1h'],
  ])('after `%s`, `%s` has a subject of its own: `%s`', (question, text, expected) => {
    expect(followed(question, text)).toBe(expected);
  });
});

describe('the same verb with what is named in the place of what it was', () => {
  it.each([
    ['reject 10.0.1.5 14:00 to 15:00', 'and yesterday?', 'reject 10.0.1.5 2026-11-24 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'yesterday', 'reject 10.0.1.5 2026-11-24 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'same time yesterday', 'reject 10.0.1.5 2026-11-24 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'what about on monday?', 'reject 10.0.1.5 2026-11-23 14:00 to 15:00'],
    [
      'reject 10.0.1.5 14:00 to 15:00',
      'yesterday 08:00 to 09:00',
      'reject 10.0.1.5 2026-11-24 08:00 to 09:00',
    ],
    [
      'reject 10.0.1.5 14:00 to 15:00',
      'since yesterday',
      'reject 10.0.1.5 2026-11-24 00:00 to 2026-11-25 15:30',
    ],
    ['reject 10.0.1.5 yesterday 14:00 to 15:00', 'and today?', 'reject 10.0.1.5 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'last 3h', 'reject 10.0.1.5 last 3h'],
    ['reject 10.0.1.5 14:00 to 15:00', 'and the last 3 hours?', 'reject 10.0.1.5 last 3h'],
    ['reject 10.0.1.5 14:00 to 15:00', 'and now?', 'reject 10.0.1.5 last 1h'],
    ['reject 10.0.1.5 14:00 to 15:00', 'an hour earlier', 'reject 10.0.1.5 13:00 to 14:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'and before that?', 'reject 10.0.1.5 13:00 to 14:00'],
    ['reject 10.0.1.5 14:00 to 15:00', '30m later', 'reject 10.0.1.5 last 1h'],
    ['reject 10.0.1.5 14:00 to 15:00', 'and 2h ago?', 'reject 10.0.1.5 12:30 to 13:30'],
    ['reject 10.0.1.5 14:00 to 15:00', 'and 10.0.2.9', 'reject 10.0.2.9 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', '10.0.2.9?', 'reject 10.0.2.9 14:00 to 15:00'],
    [
      'reject 10.0.1.5 14:00 to 15:00',
      'and 10.0.2.9 yesterday?',
      'reject 10.0.2.9 2026-11-24 14:00 to 15:00',
    ],
    ['reject 10.0.1.5 14:00 to 15:00', 'and port 443', 'reject 10.0.1.5 port 443 14:00 to 15:00'],
    ['reject 10.0.1.5 port 80 14:00 to 15:00', 'and 443?', 'reject 10.0.1.5 port 443 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'and https?', 'reject 10.0.1.5 port 443 14:00 to 15:00'],
    ['top 10.0.1.5 14:00 to 15:00', 'and 443?', 'top 10.0.1.5 port 443 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'what about web-2?', 'reject web-2 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'same for db-1', 'reject db-1 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'what about the bastion?', 'reject bastion 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'same for "my server" please', 'reject "my server" 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'web-2', 'reject web-2 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'to 10.0.2.9', 'reject 10.0.1.5 to 10.0.2.9 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'in prod', 'reject 10.0.1.5 14:00 to 15:00 in prod'],
    [
      'reject 10.0.1.5 port 443 in prod 14:00 to 15:00',
      'and in staging?',
      'reject 10.0.1.5 port 443 14:00 to 15:00 in staging',
    ],
    [
      'top 10.0.1.5 by packets by port top 5 14:00 to 15:00',
      'by source',
      'top 10.0.1.5 by packets by source top 5 14:00 to 15:00',
    ],
    [
      'top 10.0.1.5 by packets by port 14:00 to 15:00',
      'by bytes',
      'top 10.0.1.5 by bytes by port 14:00 to 15:00',
    ],
    ['records 10.0.1.5 14:00 to 15:00 as csv', 'only rejected', 'records 10.0.1.5 reject 14:00 to 15:00'],
    [
      'trace 10.0.1.5 10.0.2.9 5432 14:00 to 15:00',
      'and from 10.0.1.7?',
      'trace from 10.0.1.7 to 10.0.2.9 port 5432 14:00 to 15:00',
    ],
    [
      'trace 10.0.1.5 10.0.2.9 5432 14:00 to 15:00',
      'to db-2',
      'trace from 10.0.1.5 to db-2 port 5432 14:00 to 15:00',
    ],
    [
      'trace 10.0.1.5 10.0.2.9 14:00 to 15:00',
      'and 10.0.1.7 to 10.0.2.8',
      'trace 10.0.1.7 to 10.0.2.8 14:00 to 15:00',
    ],
    ['records from 10.0.1.5 14:00 to 15:00', 'and 10.0.1.7', 'records from 10.0.1.7 14:00 to 15:00'],
    ['diff 10.0.1.5 14:00 to 15:00', 'and 10.0.2.9?', 'diff 10.0.2.9 14:00 to 15:00'],
    ['diff 10.0.1.5 14:00 to 15:00 vs 24h ago', 'vs before', 'diff 10.0.1.5 14:00 to 15:00'],
    ['reject 10.0.1.5 14:00 to 15:00', 'again', 'reject 10.0.1.5 14:00 to 15:00 fresh'],
    [
      'reject 10.0.1.5 14:00 to 15:00',
      '<@U0FLOWS> and yesterday?',
      'reject 10.0.1.5 2026-11-24 14:00 to 15:00',
    ],
    ['reject 10.0.1.5 14:00 to 15:00', '10.0.2.9:443', 'reject 10.0.2.9 port 443 14:00 to 15:00'],
  ])('after `%s`, `%s` is `%s`', (question, text, expected) => {
    expect(followed(question, text)).toBe(expected);
  });

  it('has the hours of a day as the asker’s clock shows them', () => {
    const berlin = { now: NOW, timeZone: 'Europe/Berlin' };
    expect(followed('reject 10.0.1.5 14:00 to 15:00', 'and yesterday?', berlin)).toBe(
      'reject 10.0.1.5 2026-11-24 14:00 to 15:00',
    );
    expect(understandIn('yesterday', berlin, asked('reject 10.0.1.5 14:00 to 15:00', berlin))).toMatchObject({
      request: { window: { start: Date.parse('2026-11-24T13:00:00Z') / 1000 } },
    });
  });
});

describe('what has nothing to do with the thread', () => {
  it.each([
    'thanks!',
    'thanks a lot',
    'rejct 10.0.2.9',
    'tpo',
    'what is going on here?',
    'and what happened?',
    'hello there',
    'please',
    'and?',
    '?',
    '',
    'help',
    'help top',
    'top help',
    'reject 10.0.2.9 10.0.1.5 since 14:00',
    'decode 2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
  ])('is understood as it always is: %s', (text) => {
    const previous = asked('reject 10.0.1.5 14:00 to 15:00');
    expect(understandIn(text, READING, previous)).toEqual(understand(text, READING));
  });
});

describe('a follow-up that cannot be understood', () => {
  it.each([
    [
      'reject 10.0.1.5 14:00 to 15:00',
      'and port 99999',
      '“99999” is not a port.',
      'reject 10.0.1.5 port 443 14:00 to 15:00',
    ],
    [
      'trace 10.0.1.5 10.0.2.9 14:00 to 15:00',
      'and 10.0.1.7',
      '“10.0.1.7” could stand for either end.',
      'trace 10.0.1.5 10.0.2.9 14:00 to 15:00',
    ],
    [
      'reject 10.0.1.5 14:00 to 15:00',
      'and tomorrow',
      '“tomorrow” is in the future',
      'reject 10.0.1.5 last 1h',
    ],
    [
      'top 10.0.1.5 by port 14:00 to 15:00',
      'and port 99999',
      '“99999” is not a port.',
      'top 10.0.1.5 port 443 by port 14:00 to 15:00',
    ],
    ['reject 10.0.1.5 14:00 to 15:00', 'by port', '`reject` has no clause “by”.', ''],
    [
      'reject 10.0.1.5 14:00 to 15:00',
      'top by prot',
      '“prot” is not a measure or grouping.',
      'top 10.0.1.5 by port 14:00 to 15:00',
    ],
  ])(
    'after `%s`, `%s`: says what is wrong, what the thread is about, and what works anywhere',
    (question, text, problem, example) => {
      const understood = understandIn(text, READING, asked(question));

      if (understood.kind !== 'immediate' || understood.answer.kind !== 'mistake')
        throw new TypeError('no mistake');
      expect(understood.answer.problem).toContain(problem);
      expect(understood.answer.problem).toContain(`what this thread is about: ${question}.`);
      if (example) expect(understood.answer.example).toBe(example);
      expect(understand(understood.answer.example, READING).kind).toBe('question');
    },
  );
});
