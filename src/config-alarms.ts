/** The schema of the configuration's alarms: which of other tools are heard, and where they are told. */
import { z } from 'zod';
import { ALARM_DEFAULTS } from './alarms/settings.ts';

const Topic = z
  .string()
  .regex(
    /^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/,
    'the ARN of an SNS topic: arn:aws:sns:eu-west-1:111122223333:alarms',
  );

export const AlarmsSchema = z
  .strictObject({
    topics: z.array(Topic).default([]),
    channel: z
      .string()
      .regex(/^[CG][A-Z0-9]{2,}$/, 'a Slack channel id, such as C012ABC')
      .nullable()
      .default(null),
    perHour: z
      .int('a whole number, 1 or more')
      .min(1, 'a whole number, 1 or more')
      .default(ALARM_DEFAULTS.perHour),
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
