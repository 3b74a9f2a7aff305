import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/commands/answer.ts';
import { chartOf, recordsOf } from '../../../src/commands/follow/kindred.ts';
import { rerunOf } from '../../../src/commands/follow/rerun.ts';
import { widened } from '../../../src/commands/follow/widened.ts';
import type { Request } from '../../../src/query/request.ts';
import { anyRequest } from '../../kit/requests.ts';

const ASKED = Date.parse('2026-11-23T14:10:00Z') / 1000;
const LATER = ASKED + 600;
const HOUR = 3600;
const DAY = 24 * HOUR;

function read(text: string): Request {
  const understood = understand(text, { now: ASKED, timeZone: 'UTC' });
  if (understood.kind !== 'question') throw new TypeError(`${text}: ${JSON.stringify(understood)}`);
  return understood.request;
}

const at = (time: string) => Date.parse(`2026-11-23T${time}:00Z`) / 1000;
const moments = { askedAt: ASKED, now: LATER };

describe('the same question about more time', () => {
  it.each([
    ['last 5m', '15 min'],
    ['last 15m', '1 h'],
    ['last 1h', '3 h'],
    ['last 2h', '3 h'],
    ['last 3h', '12 h'],
    ['last 12h', '24 h'],
    ['last 24h', '3 d'],
    ['last 5d', '7 d'],
    ['last 7d', '14 d'],
    ['last 14d', '31 d'],
  ])('is after %s about %s', (window, length) => {
    expect(widened(read(`reject 10.0.1.5 ${window}`), moments)?.length).toBe(length);
  });

  it('is none beyond the longest that a question looks at', () => {
    expect(widened(read('reject 10.0.1.5 last 31d'), moments)).toBeNull();
  });

  it('goes up to now, where it went up to when it was asked', () => {
    expect(widened(read('reject 10.0.1.5'), moments)?.request.window).toEqual({
      start: LATER - 3 * HOUR,
      end: LATER,
    });
  });

  it('grows at both ends, where it was about a time before', () => {
    expect(widened(read('reject 10.0.1.5 10:00 to 11:00'), moments)?.request.window).toEqual({
      start: at('09:00'),
      end: at('12:00'),
    });
  });

  it('grows at its beginning what would be in the future at its end', () => {
    expect(widened(read('reject 10.0.1.5 12:00 to 14:00'), moments)?.request.window).toEqual({
      start: LATER - 3 * HOUR,
      end: LATER,
    });
  });

  it('keeps the moment that two windows are compared around', () => {
    expect(widened(read('diff at 12:00'), moments)?.request).toMatchObject({
      window: { start: at('12:00'), end: at('13:00') },
      versus: { start: at('11:00'), end: at('12:00') },
    });
  });

  it('compares the last hour with the one before, where it compared the last minutes', () => {
    expect(widened(read('diff last 15m'), moments)?.request).toMatchObject({
      window: { start: LATER - HOUR, end: LATER },
      versus: { start: LATER - 2 * HOUR, end: LATER - HOUR },
    });
  });

  it('is none where two times are compared that lie apart', () => {
    expect(widened(read('diff last 30m vs 24h ago'), moments)).toBeNull();
  });

  it('is longer, holds what it was about, ends no later than now, and can be widened until it is as long as can be', () => {
    const asked = fc.record({ request: anyRequest(ASKED), waited: fc.integer({ min: 0, max: 7 * DAY }) });
    fc.assert(
      fc.property(asked, ({ request, waited }) => {
        const now = ASKED + waited;
        let wider = widened(request, { askedAt: ASKED, now });
        let before = request;
        for (let steps = 0; wider; steps += 1) {
          const { window } = wider.request;
          expect(steps).toBeLessThan(10);
          expect(window.end).toBeLessThanOrEqual(now);
          if (!request.versus)
            expect(window.end - window.start).toBeGreaterThan(before.window.end - before.window.start);
          expect(wider.request).toMatchObject({ verb: request.verb, subjects: request.subjects });
          before = wider.request;
          wider = widened(before, { askedAt: now, now });
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the same question again', () => {
  it('is about as much time up to now, where it was up to when it was asked', () => {
    expect(rerunOf(read('reject 10.0.1.5 last 2h'), moments)).toEqual({
      ...read('reject 10.0.1.5 last 2h'),
      window: { start: LATER - 2 * HOUR, end: LATER },
    });
  });

  it('is about the same time, asked anew, where that is past', () => {
    const request = read('reject 10.0.1.5 10:00 to 11:00');

    expect(rerunOf(request, moments)).toEqual({ ...request, fresh: true });
  });

  it('moves both windows of a comparison', () => {
    expect(rerunOf(read('diff last 15m'), moments)).toMatchObject({
      window: { start: LATER - 900, end: LATER },
      versus: { start: LATER - 1800, end: LATER - 900 },
    });
  });
});

describe('the chart of a question', () => {
  it('is the timeline of the same subject, filters and window', () => {
    expect(chartOf(read('reject 10.0.1.5 port 443 last 2h in payments'))).toMatchObject({
      verb: 'timeline',
      subjects: read('reject 10.0.1.5').subjects,
      port: { low: 443, high: 443 },
      window: read('top last 2h').window,
      source: 'payments',
    });
  });

  it('is by the measure of a list, where a timeline has it', () => {
    expect(chartOf(read('top by bytes by port')).by).toBe('bytes');
    expect(chartOf(read('top by port'))).not.toHaveProperty('by');
  });

  it('shows both windows of a comparison', () => {
    expect(chartOf(read('diff at 12:00')).window).toEqual({ start: at('11:45'), end: at('12:15') });
  });

  it('is about no more time than a question may look at', () => {
    fc.assert(
      fc.property(anyRequest(ASKED), (request) => {
        const { window } = chartOf(request);
        expect(window.end - window.start).toBeLessThanOrEqual(31 * DAY);
      }),
    );
  });
});

describe('the records of a question', () => {
  it('are those of the same subject, filters and window, and no file', () => {
    expect(recordsOf(read('top 10.0.1.5 reject by bytes last 2h as csv fresh'), 300)).toEqual({
      text: expect.any(String),
      verb: 'records',
      subjects: read('reject 10.0.1.5').subjects,
      action: 'REJECT',
      window: read('top last 2h').window,
      limit: 300,
    });
  });
});
