/** The schema of the configuration's alarms: which of other tools are heard, and where they are told. */
import { z } from 'zod';
import { ALARM_DEFAULTS } from './alarms/settings.ts';
import { ChannelId } from './config-slack-ids.ts';

const Topic = z
  .string()
  .regex(
    /^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/,
    'the ARN of an SNS topic: arn:aws:sns:eu-west-1:111122223333:alarms',
  )
  .meta({ title: 'the ARN of an SNS topic' });

export const AlarmsSchema = z
  .strictObject({
    topics: z
      .array(Topic)
      .default([])
      .describe(
        'SNS topics that may be heard, and no others. Each needs a subscription of HTTPS to `/alarms/sns`, with raw message delivery off. Without a topic there is no such endpoint.',
      )
      .meta({ examples: [['arn:aws:sns:eu-west-1:111122223333:alarms']] }),
    channel: ChannelId.nullable()
      .default(null)
      .describe(
        'Where alarms are told, with what flows makes of them. It must be named where a topic is. Who reads it reads answers from every source of the alarm’s account; where none is, from those whose account is not set.',
      ),
    perHour: z
      .int('a whole number, 1 or more')
      .min(1, 'a whole number, 1 or more')
      .default(ALARM_DEFAULTS.perHour)
      .describe('So many are told within an hour; of more only their number.'),
  })
  .superRefine(({ topics, channel }, { addIssue }) => {
    if (topics.length > 0 && channel === null)
      addIssue({
        code: 'custom',
        path: ['channel'],
        message: 'a Slack channel id, such as C012ABC, where the alarms of the topics are told',
      });
  });

export const ALARM_SETTINGS: readonly string[] = Object.keys(AlarmsSchema.shape);
