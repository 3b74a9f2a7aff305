import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';

const NOW = Date.parse('2026-11-23T14:25:00Z') / 1000;

/** Both windows as `before / after`. */
function windowsOf(clauses: string, timeZone = 'UTC'): string {
  const understood = understand(`diff ${clauses}`, { now: NOW, timeZone });
  if (understood.kind !== 'question') throw new TypeError(`${clauses}: ${JSON.stringify(understood)}`);
  const { window, versus } = understood.request;
  return [versus, window]
    .map((one) =>
      [one?.start, one?.end].map((at) => new Date((at ?? 0) * 1000).toISOString().slice(5, 16)).join(' to '),
    )
    .join(' / ');
}

describe('two windows to compare', () => {
  it.each([
    ['13:50 to 14:05 vs 14:05 to 14:20', '11-23T13:50 to 11-23T14:05 / 11-23T14:05 to 11-23T14:20'],
    ['14:05 to 14:20 vs 13:50 to 14:05', '11-23T13:50 to 11-23T14:05 / 11-23T14:05 to 11-23T14:20'],
    ['14:05-14:20 versus 13:50-14:05', '11-23T13:50 to 11-23T14:05 / 11-23T14:05 to 11-23T14:20'],
    ['at 14:05', '11-23T13:50 to 11-23T14:05 / 11-23T14:05 to 11-23T14:20'],
    ['around 14:05', '11-23T13:50 to 11-23T14:05 / 11-23T14:05 to 11-23T14:20'],
    ['14:05', '11-23T13:50 to 11-23T14:05 / 11-23T14:05 to 11-23T14:20'],
    ['at 14:05 ±5m', '11-23T14:00 to 11-23T14:05 / 11-23T14:05 to 11-23T14:10'],
    ['at 14:20', '11-23T14:05 to 11-23T14:20 / 11-23T14:20 to 11-23T14:25'],
    ['', '11-23T12:25 to 11-23T13:25 / 11-23T13:25 to 11-23T14:25'],
    ['last 15m', '11-23T13:55 to 11-23T14:10 / 11-23T14:10 to 11-23T14:25'],
    ['since 14:05', '11-23T13:45 to 11-23T14:05 / 11-23T14:05 to 11-23T14:25'],
    ['last 10m vs 10m before', '11-23T14:05 to 11-23T14:15 / 11-23T14:15 to 11-23T14:25'],
    ['last 10m vs the previous 20m', '11-23T13:55 to 11-23T14:15 / 11-23T14:15 to 11-23T14:25'],
    ['last 10m vs before', '11-23T14:05 to 11-23T14:15 / 11-23T14:15 to 11-23T14:25'],
    ['last 10m vs 24h ago', '11-22T14:15 to 11-22T14:25 / 11-23T14:15 to 11-23T14:25'],
    ['last 10m vs 1 day earlier', '11-22T14:15 to 11-22T14:25 / 11-23T14:15 to 11-23T14:25'],
    [
      'yesterday 13:00 to 14:00 vs today 13:00 to 14:00',
      '11-22T13:00 to 11-22T14:00 / 11-23T13:00 to 11-23T14:00',
    ],
    ['yesterday vs today', '11-22T00:00 to 11-23T00:00 / 11-23T00:00 to 11-23T14:25'],
    [
      '10.0.1.5 13:50 to 14:05 port 443 vs 14:05 to 14:20',
      '11-23T13:50 to 11-23T14:05 / 11-23T14:05 to 11-23T14:20',
    ],
  ])('are read from %j, in the order of time', (clauses, windows) => {
    expect(windowsOf(clauses)).toBe(windows);
  });

  it('are on the wall of the asker', () => {
    expect(windowsOf('at 15:05', 'Europe/Berlin')).toBe(windowsOf('at 14:05'));
  });

  it('come with subjects and clauses in any order', () => {
    const understood = understand('diff 10.0.1.5 vs 10m before port 443 last 10m', {
      now: NOW,
      timeZone: 'UTC',
    });

    expect(understood).toMatchObject({
      request: {
        subjects: [{ text: '10.0.1.5' }],
        port: { low: 443, high: 443 },
        window: { start: NOW - 600, end: NOW },
        versus: { start: NOW - 1200, end: NOW - 600 },
      },
    });
  });
});
