import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createPeople } from '../../../src/slack/access/people.ts';
import { createTimeZones } from '../../../src/slack/access/time-zones.ts';
import { createOutbox } from '../../../src/slack/delivery/outbox.ts';

const HOUR = 3_600_000;

/** Slack as far as it tells time zones: one after another, and how often it was asked. */
function slackWith(...zones: readonly (string | null)[]) {
  let asked = 0;
  let at = 0;
  const fetch = async () => {
    const zone = zones[Math.min(asked, zones.length - 1)];
    asked += 1;
    return Response.json(
      zone === null ? { ok: false, error: 'user_not_found' } : { ok: true, user: { tz: zone } },
    );
  };
  const client = new WebClient('xoxb-test', { fetch, retryConfig: { retries: 0 } });
  const log = pino({ level: 'silent' });
  const outbox = createOutbox({ log, monotonic: () => 0 });
  const timeZones = createTimeZones(createPeople(client, outbox, () => at));
  return {
    timeZones,
    asked: () => asked,
    pass: (milliseconds: number) => {
      at += milliseconds;
    },
  };
}

describe('a person’s time zone', () => {
  it('is asked for once an hour', async () => {
    const { timeZones, asked, pass } = slackWith('Europe/Berlin', 'Asia/Tokyo');

    expect(timeZones.known('U1')).toBeUndefined();
    expect(await Promise.all([timeZones.of('U1'), timeZones.of('U1')])).toEqual([
      'Europe/Berlin',
      'Europe/Berlin',
    ]);
    expect(timeZones.known('U1')).toBe('Europe/Berlin');
    expect(asked()).toBe(1);
    pass(HOUR);

    expect(await timeZones.of('U1')).toBe('Asia/Tokyo');
  });

  it.each([
    [null, 60_000],
    ['Middle-earth/Shire', HOUR],
  ])('is UTC where Slack says %s, until it is asked again after %d milliseconds', async (zone, later) => {
    const { timeZones, asked, pass } = slackWith(zone, 'Europe/Berlin');

    expect(await timeZones.of('U1')).toBe('UTC');
    expect(await timeZones.of('U1')).toBe('UTC');
    expect(asked()).toBe(1);
    pass(later);

    expect(await timeZones.of('U1')).toBe('Europe/Berlin');
  });
});
