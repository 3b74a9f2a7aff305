/** What other tools send to the endpoint for alarms: envelopes of SNS, and the alarms in them. */
import fc from 'fast-check';
import { pino } from 'pino';
import { expect } from 'vitest';
import { alarmQuestion } from '../../../src/alarms/question.ts';
import { alarmIn } from '../../../src/alarms/read.ts';
import { createReceive } from '../../../src/alarms/receive.ts';
import { createSignatures } from '../../../src/alarms/signature.ts';
import { understand } from '../../../src/commands/answer.ts';
import { textWithin } from '../../../src/http/text-within.ts';
import { alarmMessage } from '../../../src/present/alarm-message.ts';
import { messageProblems } from '../../kit/block-kit-validator.ts';
import { meanText } from '../../kit/mean-text.ts';
import {
  CERTIFICATE,
  CONFIRM_URL,
  cloudWatchMessage,
  guardDutyMessage,
  snsMessage,
  TOPIC,
} from '../../kit/sns.ts';
import { type Json, mangled, mutated } from '../mutated.ts';
import { target } from '../target.ts';

const NOW = 1_795_443_000_000;
const EVENT = {
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  ...{ account: '111122223333', region: 'eu-west-1', time: '2026-11-25T14:00:00Z', resources: [] },
  detail: { alarmName: 'web', state: { value: 'ALARM', reason: 'x' }, configuration: { metrics: [] } },
};
const BODIES: readonly Json[] = [JSON.parse(cloudWatchMessage()), JSON.parse(guardDutyMessage()), EVENT];
const ENVELOPES: readonly Json[] = [
  snsMessage({}, NOW),
  snsMessage({ Type: 'SubscriptionConfirmation', Token: 'x', SubscribeURL: CONFIRM_URL }, NOW),
];
const log = pino({ level: 'silent' });

export const ALARMED = [
  target({
    name: 'what is posted to the endpoint for alarms',
    cases: 10_000,
    input: fc.oneof(
      mutated(ENVELOPES).map((envelope) => JSON.stringify(envelope)),
      mangled(ENVELOPES.map((envelope) => JSON.stringify(envelope))),
      meanText,
    ),
    holds: async (body) => {
      const taken: string[] = [];
      const genuine = ENVELOPES.map((envelope) => JSON.stringify(envelope));
      const fetchText = async () => CERTIFICATE;
      const receive = createReceive({
        settings: { topics: [TOPIC] },
        ...{ signatures: createSignatures(fetchText, () => Date.now()), fetchText, now: () => NOW, log },
        take: async (id) => void taken.push(id),
      });
      const status = await receive(body);
      expect([200, 400, 403]).toContain(status);
      // What was changed in a field that is signed is not taken.
      if (taken.length > 0) {
        const { Message, Timestamp } = JSON.parse(body);
        expect(genuine.some((one) => one.includes(JSON.stringify(Message)) && one.includes(Timestamp))).toBe(
          true,
        );
      }
    },
  }),
  target({
    name: 'an alarm',
    cases: 4_000,
    input: fc.record({
      message: fc.oneof(
        mutated(BODIES).map((body) => JSON.stringify(body)),
        meanText,
      ),
      subject: fc.option(meanText, { nil: undefined }),
    }),
    holds: ({ message, subject }) => {
      const alarm = alarmIn({
        ...{ Type: 'Notification', MessageId: 'm-1', TopicArn: TOPIC, Message: message },
        ...(subject === undefined ? {} : { Subject: subject }),
        ...{
          Timestamp: new Date(NOW).toISOString(),
          SignatureVersion: '2',
          Signature: '',
          SigningCertURL: '',
        },
      });
      expect(Number.isSafeInteger(alarm.at)).toBe(true);
      const question = alarmQuestion(alarm, NOW / 1000);
      if (question !== null) {
        const kind = understand(question, { now: NOW / 1000, timeZone: 'UTC' }).kind;
        expect([question, kind]).toEqual([question, 'question']);
      }
      expect(messageProblems(alarmMessage(alarm, null, alarm.at, { timeZone: 'UTC' }))).toEqual([]);
    },
  }),
  target({
    name: 'a body that is sent in parts',
    cases: 150_000,
    input: fc.record({ parts: fc.array(fc.nat(40), { maxLength: 12 }), most: fc.nat(200) }),
    holds: async ({ parts, most }) => {
      let sent = 0;
      async function* sending() {
        for (const size of parts) {
          sent += size;
          yield Buffer.alloc(size, 'x');
        }
      }
      const text = await textWithin(sending(), most);
      const whole = parts.reduce((sum, size) => sum + size, 0);
      expect(text).toBe(whole > most ? null : 'x'.repeat(whole));
      // No more than the part that is too much.
      if (text === null) expect(sent - most).toBeLessThanOrEqual(40);
    },
  }),
];
