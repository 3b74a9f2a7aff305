import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarmQuestion } from '../../src/alarms/question.ts';
import { alarmIn } from '../../src/alarms/read.ts';
import { SnsMessage } from '../../src/alarms/sns-message.ts';
import { understand } from '../../src/commands/answer.ts';
import { cloudWatchMessage, guardDutyMessage, snsMessage } from '../kit/sns.ts';

const AT = Date.parse('2026-11-25T14:00:00Z');
const NOW = AT / 1000 + 60;

function read(Message: string, Subject?: string) {
  const message = SnsMessage.parse(snsMessage({ Message, ...(Subject ? { Subject } : {}) }, AT));
  if (message.Type !== 'Notification') throw new TypeError('that is no notification');
  return alarmIn(message);
}

function questionOf(Message: string, Subject?: string): string | null {
  return alarmQuestion(read(Message, Subject), NOW);
}

describe('an alarm of CloudWatch', () => {
  it('is known by its ARN, with its state and its instance', () => {
    expect(read(cloudWatchMessage())).toMatchObject({
      kind: 'cloudwatch',
      id: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web-1 rejects',
      state: 'firing',
      title: 'web-1 rejects',
      account: '111122223333',
      region: 'eu-west-1',
      at: AT / 1000,
      ours: 'i-0123456789abcdef0',
      link: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/web-1%20rejects',
    });
  });

  it.each([
    ['OK', 'over'],
    ['INSUFFICIENT_DATA', 'unknown'],
  ])('that is %s is %s', (NewStateValue, state) => {
    expect(read(cloudWatchMessage({ NewStateValue }))).toMatchObject({ state });
  });

  it('is the same when EventBridge passes it on', () => {
    const event = {
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      account: '111122223333',
      region: 'eu-west-1',
      time: '2026-11-25T14:00:01Z',
      resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web-1 rejects'],
      detail: {
        alarmName: 'web-1 rejects',
        state: { value: 'ALARM', reason: 'high', timestamp: '2026-11-25T14:00:00.000+0000' },
        configuration: {
          metrics: [{ metricStat: { metric: { dimensions: { InstanceId: 'i-0123456789abcdef0' } } } }],
        },
      },
    };

    const { id, state, ours, at } = read(cloudWatchMessage());
    expect(read(JSON.stringify(event))).toMatchObject({ id, state, ours, at });
  });

  it('is asked about by what is rejected of its instance, around its time', () => {
    expect(questionOf(cloudWatchMessage())).toBe(
      'reject i-0123456789abcdef0 2026-11-25T13:00:00Z to 2026-11-25T14:01:00Z',
    );
  });

  it('that names nothing of ours is not asked about', () => {
    expect(questionOf(cloudWatchMessage({ Trigger: { Dimensions: [] } }))).toBeNull();
  });
});

describe('a finding of GuardDuty', () => {
  it('names both ends, who opened the connection, and the port', () => {
    expect(read(guardDutyMessage())).toMatchObject({
      kind: 'guardduty',
      title: 'UnauthorizedAccess:EC2/SSHBruteForce',
      severity: 'low',
      ours: '10.0.1.5',
      other: '203.0.113.9',
      opened: 'other',
      port: { port: { low: 22, high: 22 }, protocol: 6 },
      count: 3,
    });
  });

  it('is traced from who called whom', () => {
    expect(questionOf(guardDutyMessage())).toMatch(/^trace 203\.0\.113\.9 10\.0\.1\.5 port 22 /);
  });

  it('without another end is looked into by all detectors', () => {
    expect(questionOf(guardDutyMessage({ service: {} }))).toMatch(/^scan 10\.0\.1\.5 /);
  });
});

describe('a message of any other tool', () => {
  it('is asked about by the addresses that stand in it', () => {
    expect(questionOf('10.0.1.5 cannot reach 10.0.2.9:5432 any more', 'db down')).toMatch(
      /^trace 10\.0\.1\.5 10\.0\.2\.9 port 5432 /,
    );
  });
});

describe('every alarm', () => {
  it('makes a question that the grammar understands, or none, whatever it says', () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.ipV4(),
      fc.ipV6(),
      fc
        .string()
        .map((name) => cloudWatchMessage({ AlarmName: name, NewStateReason: `${name} at 10.0.1.5` })),
      fc.string().map((title) => guardDutyMessage({ title, id: title })),
      fc.json().map((detail) => guardDutyMessage({ service: JSON.parse(detail) })),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const question = questionOf(text);
        if (question === null) return true;
        return understand(question, { now: NOW, timeZone: 'UTC' }).kind === 'question';
      }),
    );
  });
});
