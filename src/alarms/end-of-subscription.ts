/** That a topic sends nothing any more, as an alarm of its own: who reads the channel would take the silence for peace. */
import type { Alarm } from './alarm.ts';
import type { SnsMessage } from './sns-message.ts';

export function endOfSubscription({
  MessageId,
  TopicArn,
  Timestamp,
}: Pick<SnsMessage, 'MessageId' | 'TopicArn' | 'Timestamp'>): Alarm {
  const [, , , region = null, account = null, name = ''] = TopicArn.split(':');
  return {
    ...{ kind: 'other', id: MessageId, state: 'firing', account, region },
    title: `The subscription to the topic ${name} was ended`,
    reason:
      'So no alarm of it comes here any more. Where nobody meant that, subscribe this bot to it again, and see in CloudTrail who called Unsubscribe.',
    at: Math.floor(Date.parse(Timestamp) / 1000),
    ...{ severity: null, link: null, count: null, opened: null, port: null, ours: null, other: null },
  };
}
