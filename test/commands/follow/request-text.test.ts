import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/commands/answer.ts';
import { requestText } from '../../../src/commands/follow/request-text.ts';
import { deliveredText } from '../../../src/commands/grammar/plain-text.ts';
import type { Request } from '../../../src/query/request.ts';
import { anyRequest } from '../../kit/requests.ts';

/** A Monday. */
const NOW = Date.parse('2026-11-23T14:10:00Z') / 1000;

function read(text: string, now = NOW, timeZone = 'UTC'): Request {
  const understood = understand(text, { now, timeZone });
  if (understood.kind !== 'question') throw new TypeError(`${text}: ${JSON.stringify(understood)}`);
  return understood.request;
}

describe('a request as a text', () => {
  it.each([
    ['reject 10.0.1.5', 'reject 10.0.1.5 last 1h'],
    ['reject 10.0.1.5:443 tcp last 90m', 'reject 10.0.1.5 port 443 proto tcp last 1h30m'],
    ['trace web-1 db-1 postgresql last 24h', 'trace web-1 db-1 port 5432 last 24h'],
    ['reject "my web server" to "last" last 3d', 'reject "my web server" to "last" last 3d'],
    ['top 20 by bytes by port yesterday', 'top by bytes by port top 20 2026-11-22 00:00 to 2026-11-23 00:00'],
    ['records 10.0.1.5 reject 13:00 to 13:20 as csv', 'records 10.0.1.5 reject 13:00 to 13:20 as csv'],
    ['coverage since yesterday', 'coverage 2026-11-22 00:00 to 2026-11-23 14:10'],
    ['diff last 15m 10.0.1.5', 'diff 10.0.1.5 last 15m'],
    ['diff last 30m vs 24h ago', 'diff last 30m vs 2026-11-22 13:40 to 14:10'],
    ['athena-setup fl-0a1b2c3d firehose', 'athena-setup fl-0a1b2c3d firehose'],
    ['top in "my records" fresh', 'top last 1h in "my records" fresh'],
  ])('says %s as %s', (typed, text) => {
    expect(requestText(read(typed), { now: NOW, timeZone: 'UTC' })).toBe(text);
  });

  it('has times on the wall of the person’s own zone', () => {
    const request = read('reject 10.0.1.5 13:00 to 13:20');

    expect(requestText(request, { now: NOW, timeZone: 'Europe/Berlin' })).toContain('5 14:00 to 14:20');
  });

  it('has times of UTC where the clock on the wall shows the same time twice', () => {
    const [start, end] = ['2026-10-25T01:10:00Z', '2026-10-25T01:20:00Z'];
    const request = read(`reject 10.0.1.5 ${start} to ${end}`);

    expect(requestText(request, { now: NOW, timeZone: 'Europe/Berlin' })).toContain(`${start} to ${end}`);
  });

  it('is read as that request', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'];
    const moments = fc.integer({ min: NOW - 300 * 86_400, max: NOW + 300 * 86_400 });
    const asked = moments.chain((now) => fc.record({ now: fc.constant(now), request: anyRequest(now) }));
    fc.assert(
      fc.property(asked, fc.constantFrom(...zones), ({ now, request }, timeZone) => {
        const text = deliveredText(requestText(request, { now, timeZone }));
        const { text: _, ...same } = request;
        expect(read(text, now, timeZone)).toEqual({ ...same, text: expect.any(String) });
      }),
      { numRuns: 200 },
    );
  });
});
