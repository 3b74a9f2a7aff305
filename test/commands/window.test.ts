import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';

/** A Monday, ten past three in Berlin. */
const NOW = Date.parse('2026-11-23T14:10:00Z') / 1000;

function windowOf(clause: string, timeZone = 'UTC', now = NOW): readonly string[] {
  const understood = understand(`reject 10.0.1.5 ${clause}`, { now, timeZone });
  if (understood.kind !== 'question') throw new TypeError(`${clause}: ${JSON.stringify(understood)}`);
  const { start, end } = understood.request.window;
  return [start, end].map((at) => new Date(at * 1000).toISOString().replace(/:00\.000Z$/, ''));
}

function problemOf(clause: string): string {
  const understood = understand(`reject 10.0.1.5 ${clause}`, { now: NOW, timeZone: 'UTC' });
  return understood.kind === 'immediate' && understood.answer.kind === 'mistake'
    ? understood.answer.problem
    : '';
}

describe('windows of time', () => {
  it.each([
    ['', '2026-11-23T13:10', '2026-11-23T14:10'],
    ['last 1h', '2026-11-23T13:10', '2026-11-23T14:10'],
    ['last 90m', '2026-11-23T12:40', '2026-11-23T14:10'],
    ['last 90 minutes', '2026-11-23T12:40', '2026-11-23T14:10'],
    ['last 1h30m', '2026-11-23T12:40', '2026-11-23T14:10'],
    ['last hour', '2026-11-23T13:10', '2026-11-23T14:10'],
    ['last 2d', '2026-11-21T14:10', '2026-11-23T14:10'],
    ['last 1w', '2026-11-16T14:10', '2026-11-23T14:10'],
    ['last 60s', '2026-11-23T14:09', '2026-11-23T14:10'],
    ['2h', '2026-11-23T12:10', '2026-11-23T14:10'],
    ['since 14:00', '2026-11-23T14:00', '2026-11-23T14:10'],
    ['since 2pm', '2026-11-23T14:00', '2026-11-23T14:10'],
    ['since 2 pm', '2026-11-23T14:00', '2026-11-23T14:10'],
    ['since noon', '2026-11-23T12:00', '2026-11-23T14:10'],
    ['since 15:00', '2026-11-22T15:00', '2026-11-23T14:10'],
    ['since 2 hours ago', '2026-11-23T12:10', '2026-11-23T14:10'],
    ['since yesterday', '2026-11-22T00:00', '2026-11-23T14:10'],
    ['since friday 14:00', '2026-11-20T14:00', '2026-11-23T14:10'],
    ['since saturday', '2026-11-21T00:00', '2026-11-23T14:10'],
    ['since nov 20 14:00', '2026-11-20T14:00', '2026-11-23T14:10'],
    ['since 20 november', '2026-11-20T00:00', '2026-11-23T14:10'],
    ['since 2026-11-20 14:00', '2026-11-20T14:00', '2026-11-23T14:10'],
    ['since 2026-11-20T14:00:00+02:00', '2026-11-20T12:00', '2026-11-23T14:10'],
    ['since 14:00 to 14:05', '2026-11-23T14:00', '2026-11-23T14:05'],
    ['14:00 to 14:20 yesterday', '2026-11-22T14:00', '2026-11-22T14:20'],
    ['yesterday 14:00 to 14:20', '2026-11-22T14:00', '2026-11-22T14:20'],
    ['yesterday at 14:00 until 14:20', '2026-11-22T14:00', '2026-11-22T14:20'],
    ['14:00-14:05', '2026-11-23T14:00', '2026-11-23T14:05'],
    ['13:50 to 14:30', '2026-11-23T13:50', '2026-11-23T14:10'],
    ['23:50 to 00:10', '2026-11-22T23:50', '2026-11-23T00:10'],
    ['23:50 to 00:10 yesterday', '2026-11-22T23:50', '2026-11-23T00:10'],
    ['23:50 to 00:10 today', '2026-11-22T23:50', '2026-11-23T00:10'],
    ['between 14:00 and 14:05', '2026-11-23T14:00', '2026-11-23T14:05'],
    ['between friday and saturday', '2026-11-20T00:00', '2026-11-22T00:00'],
    ['from 13:00 to 14:00', '2026-11-23T13:00', '2026-11-23T14:00'],
    ['2026-11-20 14:00 to 2026-11-20 15:00', '2026-11-20T14:00', '2026-11-20T15:00'],
    ['2026-11-20 14:00 to 15:00', '2026-11-20T14:00', '2026-11-20T15:00'],
    ['20 nov 2026 14:00 to 15:00', '2026-11-20T14:00', '2026-11-20T15:00'],
    ['between 1795442400 and 1795443000', '2026-11-23T14:00', '2026-11-23T14:10'],
    ['yesterday', '2026-11-22T00:00', '2026-11-23T00:00'],
    ['today', '2026-11-23T00:00', '2026-11-23T14:10'],
    ['on 2026-11-20', '2026-11-20T00:00', '2026-11-21T00:00'],
    ['at 13:05', '2026-11-23T13:00', '2026-11-23T13:10'],
    ['13:05', '2026-11-23T13:00', '2026-11-23T13:10'],
    ['at 13:05 ±30m', '2026-11-23T12:35', '2026-11-23T13:35'],
    ['at 14:08', '2026-11-23T14:03', '2026-11-23T14:10'],
  ])('reads %j', (clause, start, end) => {
    expect(windowOf(clause)).toEqual([start, end]);
  });

  it('ends the clause where the next one begins', () => {
    const understood = understand('reject since 14:00 10.0.1.5 to 10.0.2.9 port 443', {
      now: NOW,
      timeZone: 'UTC',
    });

    expect(understood).toMatchObject({
      request: { port: { low: 443, high: 443 }, to: { text: '10.0.2.9' }, subjects: [{ text: '10.0.1.5' }] },
    });
  });

  it('counts in whole seconds of a clock that has fractions', () => {
    const understood = understand('reject 10.0.1.5', { now: NOW + 0.7, timeZone: 'UTC' });

    expect(understood).toMatchObject({ request: { window: { start: NOW - 3600, end: NOW } } });
  });
});

describe('time zones', () => {
  it('reads clock times on the wall of the asker', () => {
    expect(windowOf('since 15:00', 'Europe/Berlin')).toEqual(['2026-11-23T14:00', '2026-11-23T14:10']);
    expect(windowOf('14:00 to 14:20 yesterday', 'Asia/Kolkata')).toEqual([
      '2026-11-22T08:30',
      '2026-11-22T08:50',
    ]);
  });

  it('knows that the day has already changed elsewhere', () => {
    expect(windowOf('today', 'Pacific/Auckland')).toEqual(['2026-11-23T11:00', '2026-11-23T14:10']);
  });

  it('leaves times with a zone of their own alone', () => {
    expect(windowOf('since 14:00 UTC', 'America/New_York')).toEqual(['2026-11-23T14:00', '2026-11-23T14:10']);
  });

  it('takes a clock time in another zone for the last one there was', () => {
    expect(windowOf('since 20:00 UTC', 'Asia/Tokyo')[0]).toBe('2026-11-22T20:00');
  });

  const morningAfterSpringForward = Date.parse('2026-03-29T10:00:00Z') / 1000;
  const morningAfterFallBack = Date.parse('2026-10-25T10:00:00Z') / 1000;

  it('uses the offset of the time that is named, not of now, across a change of clocks', () => {
    expect(windowOf('01:30 to 03:30', 'Europe/Berlin', morningAfterSpringForward)).toEqual([
      '2026-03-29T00:30',
      '2026-03-29T01:30',
    ]);
    expect(windowOf('14:00 to 14:20 yesterday', 'Europe/Berlin', morningAfterSpringForward)).toEqual([
      '2026-03-28T13:00',
      '2026-03-28T13:20',
    ]);
  });

  it('moves a time that clocks skip to what an unchanged clock would show', () => {
    expect(windowOf('since 02:30', 'Europe/Berlin', morningAfterSpringForward)[0]).toBe('2026-03-29T01:30');
  });

  it('takes both hours where clocks show one twice', () => {
    expect(windowOf('02:15 to 02:45', 'Europe/Berlin', morningAfterFallBack)).toEqual([
      '2026-10-25T00:15',
      '2026-10-25T01:45',
    ]);
  });

  it('gives a day that is 23 or 25 hours long whole', () => {
    expect(windowOf('2026-03-29', 'Europe/Berlin', NOW - 200 * 86_400)).toEqual([
      '2026-03-28T23:00',
      '2026-03-29T22:00',
    ]);
    expect(windowOf('2026-10-25', 'Europe/Berlin')).toEqual(['2026-10-24T22:00', '2026-10-25T23:00']);
  });
});

describe('windows that cannot be', () => {
  it.each([
    ['last 60d', '“last 60d” is 60 days; a question looks at 31 at most.'],
    ['last 0h', '“last 0h” has no length: it ends before or when it begins.'],
    ['since 2026-12-24', '“since 2026-12-24” is in the future; flow logs know only the past.'],
    [
      '2026-11-20 15:00 to 2026-11-20 14:00',
      '“2026-11-20 15:00 to 2026-11-20 14:00” has no length: it ends before or when it begins.',
    ],
    ['since 30 feb', '“30 feb” is not a time that “since” takes.'],
    ['since 25:99', '“25:99” is not a time that “since” takes.'],
    ['since', 'After “since” the time is missing.'],
    ['between 14:00', 'After “between” the time is missing.'],
    ['last soon', '“soon” is not a time that “last” takes.'],
    ['last 1h since 14:00', '“since 14:00” is a second window of time; a question has one.'],
  ])('says what is wrong with %j', (clause, problem) => {
    expect(problemOf(clause)).toBe(problem);
  });
});
