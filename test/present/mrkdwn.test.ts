import { describe, expect, it } from 'vitest';
import type { AlarmTold } from '../../src/diagnosis/alarm.ts';
import { alarmMessage } from '../../src/present/alarm-message.ts';
import { escaped } from '../../src/present/mrkdwn.ts';
import { WORD_JOINER } from '../../src/present/untrusted.ts';
import { emojiIn } from '../kit/shown-problems.ts';

const ALARM: AlarmTold = {
  ...{
    kind: 'cloudwatch',
    state: 'firing',
    title: 'High CPU',
    reason: '',
    severity: null,
    account: null,
    region: null,
  },
  ...{ at: 1_795_444_620, count: null, link: null },
};

/** With the joiner as it can be seen. */
function shown(text: string): string {
  return escaped(text).replaceAll(WORD_JOINER, '·');
}

describe('a text of others in Slack', () => {
  it.each([
    [':x: resolved', ':·x: resolved'],
    [':fire::warning:', ':·fire::·warning:'],
    ['a:fire:b:x:', 'a:·fire:·b:·x:'],
    [':white_check_mark:', ':·white_·check_·mark:'],
    [':+1: :-1:', ':·+1: :·-1:'],
    [':wave::skin-tone-2:', ':·wave::·skin-tone-2:'],
    [':bee: :dead:', ':·bee: :·dead:'],
    [':piñata: :了解:', ':·piñata: :·了解:'],
    ['fire:dead: x1:bad:', 'fire:·dead: x1:·bad:'],
    ['arn:aws:x:fire:x:', 'arn:·aws:·x:·fire:·x:'],
    ['arn:aws:iam::111122223333:role:x:fire:', 'arn:aws:iam::111122223333:role:·x:·fire:'],
  ])('draws no emoji, by which we tell how things stand: %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
    expect(emojiIn(text)).not.toEqual([]);
    expect(emojiIn(escaped(text))).toEqual([]);
  });

  it.each([
    '2026-11-23T09:15:00Z',
    '09:15:00.123',
    '2001:db8::1',
    '2001:db8:cafe:beef::/64',
    'fe80::a:b:c:d%eth0',
    '[::ffff:10.0.0.1]:443: refused',
    'tcp:443: refused',
    '0a:de:ad:be:ef:01',
    'arn:aws:s3:::flow-logs/AWSLogs',
    'arn:aws:iam::111122223333:role/reader',
    'arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:/vpc/flow',
    'arn:aws:lambda:eu-west-1:111122223333:function:resize',
    'AWS::EC2::VPC: gone',
    'ends at 10:00: then',
  ])('is copied as it stands where nothing in it is the name of one: %s', (text) => {
    expect(escaped(text)).toBe(text);
    expect(emojiIn(text)).toEqual([]);
  });
});

describe('an alarm of another tool', () => {
  it('does not look as if it were over, whatever its title is', () => {
    const title = ':white_check_mark: High CPU is over :tada:';

    const message = alarmMessage({ ...ALARM, title }, null, null, { timeZone: 'UTC' });

    expect(message.text).toMatch(/^:rotating_light: /);
    expect(emojiIn(JSON.stringify(message))).toEqual([':rotating_light', ':rotating_light']);
  });
});
