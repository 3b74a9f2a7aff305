import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';
import { VERBS } from '../../src/commands/index.ts';

/** A Monday, 14:10 UTC, which is 15:10 in Berlin. */
const NOW = Date.parse('2026-11-23T14:10:00Z') / 1000;
const CLOCK = { now: NOW, timeZone: 'Europe/Berlin' };
const HOUR = 3600;
const DAY = 86_400;

function read(text: string): unknown {
  const understood = understand(text, CLOCK);
  if (understood.kind === 'action') return understood.action;
  return understood.kind === 'immediate' && understood.answer;
}

function at(iso: string): number {
  return Date.parse(iso) / 1000;
}

describe('alerts', () => {
  const lately = { start: NOW - 7 * DAY, end: NOW + 1 };

  it.each([
    ['alerts', { do: 'list', which: 'open', window: lately }],
    ['alerts all', { do: 'list', which: 'all', window: lately }],
    ['alerts suppressed last 1d', { which: 'suppressed', window: { start: NOW - DAY, end: NOW + 1 } }],
    ['ALERTS resolved since 14:00', { which: 'resolved', window: { start: at('2026-11-23T13:00Z') } }],
    ['alerts last 2h', { which: 'open', window: { start: NOW - 2 * HOUR } }],
    ['alerts A-12', { do: 'show', alert: 12 }],
    ['alerts a12', { do: 'show', alert: 12 }],
    ['alerts #12', { do: 'show', alert: 12 }],
    ['alerts 12', { do: 'show', alert: 12 }],
    ['alerts rules', { do: 'rules' }],
    ['alerts muted', { do: 'rules' }],
    ['alerts mutes', { do: 'rules' }],
    ['alerts health', { do: 'health' }],
    ['alerts test', { do: 'test' }],
  ])('reads: %s', (text, expected) => {
    expect(read(text)).toMatchObject({ kind: 'alerts', ...expected });
  });
});

describe('ack and snooze', () => {
  it.each([
    ['ack A-12', { kind: 'ack', alert: 12, owner: null }],
    ['ack 12', { kind: 'ack', alert: 12, owner: null }],
    ['ack A-12 <@U0BOB|bob>', { kind: 'ack', alert: 12, owner: 'U0BOB' }],
    ['snooze A-12 1h', { kind: 'snooze', alert: 12, seconds: HOUR }],
    ['snooze 12 1h', { kind: 'snooze', alert: 12, seconds: HOUR }],
    ['snooze end A-12', { kind: 'snooze', alert: 12, seconds: 0 }],
    ['snooze A-12 for 90 minutes', { kind: 'snooze', alert: 12, seconds: 1.5 * HOUR }],
    ['snooze A-12 until 18:00', { kind: 'snooze', alert: 12, seconds: at('2026-11-23T17:00Z') - NOW }],
    ['snooze A-12 until tomorrow 09:00', { alert: 12, seconds: at('2026-11-24T08:00Z') - NOW }],
  ])('read: %s', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });
});

describe('mute', () => {
  const block = { kind: 'cidr', family: 4, text: '10.0.9.0/24', prefix: 24 };

  it.each([
    ['mute A-12 8h', { alert: 12, matcher: {}, startsAt: NOW, endsAt: NOW + 8 * HOUR }],
    ['mute A-12 for 8h', { alert: 12, matcher: {}, startsAt: NOW, endsAt: NOW + 8 * HOUR }],
    ['mute port-scan for 8h', { alert: null, matcher: { detectors: ['port-scan'] } }],
    ['mute port-scan,host-sweep for 8h', { matcher: { detectors: ['port-scan', 'host-sweep'] } }],
    ['mute for 8h port-scan 10.0.9.0/24', { matcher: { detectors: ['port-scan'], blocks: [block] } }],
    [
      'mute brute-force web-1 in payments class tcp/22 until 18:00',
      {
        matcher: {
          detectors: ['brute-force'],
          subjects: ['web-1'],
          sources: ['payments'],
          classes: ['tcp/22'],
        },
        endsAt: at('2026-11-23T17:00Z'),
      },
    ],
    ['mute "port scan" low for 1d', { matcher: { subjects: ['port scan'], severities: ['low'] } }],
    ['mute fl-0a1b2c3d for 1d', { matcher: { subjects: ['fl-0a1b2c3d'] } }],
    ['mute 2001:db8::1 for 1d', { matcher: { subjects: ['2001:db8::1'] } }],
    ['mute beacon until 09:00', { endsAt: at('2026-11-24T08:00Z') }],
    ['mute beacon until friday', { endsAt: at('2026-11-27T23:00Z') }],
    ['mute beacon until 2026-11-30 14:00', { endsAt: at('2026-11-30T13:00Z') }],
    ['mute beacon until 30 nov', { endsAt: at('2026-11-30T23:00Z') }],
    ['mute beacon until 2026-11-23T18:00Z', { endsAt: at('2026-11-23T18:00Z') }],
  ])('reads: %s', (text, expected) => {
    expect(read(`${text} because of a pen test`)).toMatchObject({
      ...{ kind: 'mute', do: 'make', rule: 'mute', reason: 'of a pen test' },
      ...expected,
    });
  });

  it('takes the reason as it is typed', () => {
    expect(
      read('mute A-12 8h because "we know; see <https://x.example|the ticket> for 2 days"'),
    ).toMatchObject({
      endsAt: NOW + 8 * HOUR,
      reason: 'we know; see the ticket for 2 days',
    });
  });

  it('ends', () => {
    for (const text of ['mute end M-3', 'mute end 3', 'maintenance end M-3', 'expect end M-3'])
      expect([text, read(text)]).toEqual([text, { kind: 'mute', do: 'end', rule: 3 }]);
  });
});

describe('expect', () => {
  it.each([
    ['expect A-12 because the backup goes there', NOW + 90 * DAY],
    ['expect A-12 for 30d because the backup goes there', NOW + 30 * DAY],
  ])('reads: %s', (text, endsAt) => {
    expect(read(text)).toEqual({
      ...{ kind: 'mute', do: 'make', rule: 'expected', alert: 12, matcher: {} },
      ...{ startsAt: NOW, endsAt, reason: 'the backup goes there' },
    });
  });
});

describe('maintenance', () => {
  it.each([
    ['maintenance all now for 2h', { matcher: {}, startsAt: NOW, endsAt: NOW + 2 * HOUR }],
    ['maintenance 10.0.2.9 from now until 18:00', { startsAt: NOW, endsAt: at('2026-11-23T17:00Z') }],
    ['maintenance all for 2h', { matcher: {}, startsAt: NOW, endsAt: NOW + 2 * HOUR }],
    [
      'maintenance 10.0.2.9 from 22:00 to 02:00',
      {
        matcher: { subjects: ['10.0.2.9'] },
        startsAt: at('2026-11-23T21:00Z'),
        endsAt: at('2026-11-24T01:00Z'),
      },
    ],
    [
      'maintenance in payments from tomorrow 22:00 to tomorrow 23:30',
      {
        matcher: { sources: ['payments'] },
        startsAt: at('2026-11-24T21:00Z'),
        endsAt: at('2026-11-24T22:30Z'),
      },
    ],
    [
      'maintenance all from 2026-11-28 20:00 until 2026-11-29 06:00',
      { startsAt: at('2026-11-28T19:00Z'), endsAt: at('2026-11-29T05:00Z') },
    ],
  ])('reads: %s', (text, expected) => {
    expect(read(`${text} because of the upgrade`)).toMatchObject({
      ...{ kind: 'mute', do: 'make', rule: 'maintenance', alert: null, reason: 'of the upgrade' },
      ...expected,
    });
  });
});

describe('a mistake', () => {
  it.each([
    ['alerts supressed', 'did you mean `suppressed`?', 'alerts suppressed'],
    ['alerts A-12 please', '“please” is more than it takes', 'alerts A-12'],
    ['alerts frobnicate', 'nothing that `alerts` lists', 'alerts'],
    ['alerts since 25:00', 'is not a time', 'alerts all last 7d'],
    ['ack', 'It is not said which alert is meant', 'ack A-12'],
    ['ack web-1', '“web-1” is not the number of an alert', 'ack A-12'],
    ['ack A-12 bob', '“bob” is nobody that I can find', 'ack A-12'],
    ['snooze A-12', 'It is not said how long', 'snooze A-12 1h'],
    ['snooze A-12 for 30d', '30 days; 7 are the most', 'snooze A-12 1h'],
    ['mute A-12 8h', 'The reason is missing', 'mute A-12 8h because a load test runs'],
    ['mute A-12', 'The reason is missing', 'mute A-12 for 8h because a load test runs'],
    ['mute A-12 because of it', 'until when', 'mute A-12 for 8h because of it'],
    ['mute prot-scan 8h because of it', 'did you mean `port-scan`', 'mute port-scan 8h because of it'],
    ['mute beacon until yesterday because x', 'is over already', 'mute beacon for 8h because x'],
    ['mute beacon for 60d because x', '60 days; 31 are the most', 'mute beacon for 8h because x'],
    ['mute beacon for ever because x', 'is not a time that has an end', 'mute beacon for 8h because x'],
    ['mute A-12 port-scan 8h because x', 'says already which', 'mute A-12 for 8h because x'],
    ['mute sg-0a1b2c3d 8h because x', 'No alert is about', 'mute 10.0.1.5 8h because x'],
    ['mute 10.0.1.5:22 8h because x', 'has a port', 'mute 10.0.1.5 class tcp/22 8h because x'],
    ['mute all for 8h because x', 'It is not said which alerts', 'mute A-12 for 8h because a pen test runs'],
    ['mute end', 'It is not said which mute', 'mute end M-3'],
    ['mute end M-3 M-4', '“M-4” is more than it takes', 'mute end M-3'],
    ['snooze end', 'It is not said which alert is meant', 'snooze end A-12'],
    ['maintenance now', 'The reason is missing', expect.stringMatching(/^maintenance (?!now)/)],
    ['unmute M-3', 'is not a verb', 'mute end M-3'],
    ['unmute A-12', 'is not a verb', 'alerts rules'],
    ['unsnooze A-12', 'is not a verb', 'snooze end A-12'],
    [
      'expect port-scan because x',
      'is not the number of an alert',
      'expect A-12 because the backup of every night goes there',
    ],
    [
      'maintenance for 2h because x',
      'It is not said what is maintained',
      expect.stringMatching(/^maintenance /),
    ],
    ['maintenance all because x', 'until when', 'maintenance all for 8h because x'],
    [
      'maintenance all from 22:00 because x',
      'not a time that has an end',
      'maintenance all for 8h because x',
    ],
  ])('is explained, with a text that works: %s', (text, problem, example) => {
    const mistake = read(text);

    expect(mistake).toMatchObject({ kind: 'mistake', problem: expect.stringContaining(problem), example });
    expect(read(String(Reflect.get(Object(mistake), 'example')))).not.toMatchObject({ kind: 'mistake' });
  });

  it('is in no example', () => {
    const verbs = VERBS.filter(({ name }) =>
      ['alerts', 'ack', 'snooze', 'mute', 'expect', 'maintenance'].includes(name),
    );

    expect(verbs).toHaveLength(6);
    for (const example of verbs.flatMap(({ examples }) => examples))
      expect([example, Object(read(example)).kind]).not.toEqual([example, 'mistake']);
  });
});
