import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createNames } from '../../../src/slack/access/names.ts';
import { createPeople } from '../../../src/slack/access/people.ts';
import { createTimeZones } from '../../../src/slack/access/time-zones.ts';
import { createOutbox } from '../../../src/slack/delivery/outbox.ts';

/** @param user what Slack says of everybody; null where it does not know them */
function slackWith(user: object | null) {
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    return Response.json(user === null ? { ok: false, error: 'user_not_found' } : { ok: true, user });
  };
  const client = new WebClient('xoxb-test', { fetch, retryConfig: { retries: 0 } });
  const log = pino({ level: 'silent' });
  const people = createPeople(client, createOutbox({ log, monotonic: () => 0 }), () => 0);
  return { names: createNames(people, log), timeZones: createTimeZones(people), asked: () => asked };
}

describe('a person’s name', () => {
  it.each([
    [
      'what they want to be called',
      { profile: { display_name: 'al', real_name: 'Alice' }, name: 'alice' },
      'al',
    ],
    ['else their real name', { profile: { display_name: '', real_name: 'Alice' }, name: 'alice' }, 'Alice'],
    ['else what they log in with', { name: 'alice' }, 'alice'],
    ['else their id', {}, 'U1'],
    ['their id where Slack does not know them', null, 'U1'],
  ])('is %s', async (_, user, name) => {
    expect(await slackWith(user).names.of('U1')).toBe(name);
  });

  it('is read together with their time zone', async () => {
    const { names, timeZones, asked } = slackWith({ name: 'alice', tz: 'UTC' });

    await Promise.all([names.of('U1'), timeZones.of('U1')]);

    expect(asked()).toBe(1);
  });
});
