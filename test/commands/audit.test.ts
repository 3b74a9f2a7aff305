import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';

/** 2026-11-23T14:10:00Z */
const NOW = 1_795_443_000;
const DAY = 86_400;

function read(text: string) {
  return understand(text, { now: NOW, timeZone: 'UTC' });
}

describe('audit', () => {
  it.each([
    ['audit', { window: { start: NOW - DAY, end: NOW + 1 } }],
    ['audit last 7d', { window: { start: NOW - 7 * DAY, end: NOW + 1 } }],
    ['audit last 300d as csv', { window: { start: NOW - 300 * DAY, end: NOW + 1 }, file: 'csv' }],
    ['audit since 14:00', { window: { start: NOW - 600, end: NOW + 1 } }],
    ['audit 13:00-13:30', { window: { start: NOW - 4200, end: NOW - 2400 } }],
    ['audit by U0BOB', { window: { start: NOW - DAY, end: NOW + 1 }, by: 'U0BOB' }],
    ['audit by <@U0BOB> as csv', { window: { start: NOW - DAY, end: NOW + 1 }, by: 'U0BOB', file: 'csv' }],
    [
      '<@U0FLOWS> audit by <@U0BOB|bob the builder> last 2d',
      { window: { start: NOW - 2 * DAY, end: NOW + 1 }, by: 'U0BOB' },
    ],
    [
      '/flows audit As CSV BY <@W0BOB|bob>',
      { window: { start: NOW - DAY, end: NOW + 1 }, by: 'W0BOB', file: 'csv' },
    ],
  ])('is read from “%s”', (text, expected) => {
    expect(read(text)).toEqual({ kind: 'action', action: { kind: 'audit', ...expected } });
  });

  it.each([
    ['audit last 500d', 'at most'],
    ['audit since 2027-01-01 10:00', 'future'],
    ['audit by', 'the person is missing'],
    ['audit by bob', '“bob” is nobody that I can find'],
    ['audit as parquet', '`as csv`'],
    ['audit 10.0.1.5', '“10.0.1.5” says nothing about the audit log'],
    ['audit as csv as csv', 'a second time'],
  ])('refuses “%s”, with what is wrong and an example that works', (text, problem) => {
    const understood = read(text);

    expect(understood).toMatchObject({ kind: 'immediate', answer: { kind: 'mistake' } });
    const answer = understood.kind === 'immediate' ? understood.answer : null;
    expect(answer).toMatchObject({ problem: expect.stringContaining(problem) });
    expect(read(answer?.kind === 'mistake' ? answer.example : '').kind).toBe('action');
  });
});
