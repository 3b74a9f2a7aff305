/** What becomes of a post of SNS: it is believed or not, a subscription is confirmed, an alarm is handed on. Answers by HTTP status, which SNS acts on. */
import type { Logger } from 'pino';
import type { Alarm } from './alarm.ts';
import type { FetchText } from './fetch-text.ts';
import { alarmIn } from './read.ts';
import type { AlarmSettings } from './settings.ts';
import type { Signatures } from './signature.ts';
import { disbelief, SnsMessage } from './sns-message.ts';

export interface ReceiveParts {
  readonly settings: Pick<AlarmSettings, 'topics'>;
  readonly signatures: Signatures;
  readonly fetchText: FetchText;
  /** Writes the alarm down. @param id of the message: the same when SNS delivers it again */
  readonly take: (id: string, alarm: Alarm) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
}

/** SNS delivers again after 5xx and 429; whatever else is no success it takes for final (SNS Developer Guide, "Message delivery retries"). */
export type Receive = (body: string) => Promise<200 | 400 | 403 | 500>;

function messageIn(body: string): SnsMessage | null {
  try {
    return SnsMessage.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    // What is no JSON is no message of SNS.
    return null;
  }
}

export function createReceive(parts: ReceiveParts): Receive {
  const { settings, signatures, fetchText, take, now, log } = parts;

  async function believed(message: SnsMessage): Promise<200 | 403> {
    const { TopicArn: topic, MessageId: id } = message;
    if (!(await signatures.isValid(message))) {
      log.warn({ topic, id }, 'a message of SNS was refused: its signature is not that of its certificate');
      return 403;
    }
    if (message.Type === 'Notification') {
      await take(id, alarmIn(message));
    } else if (message.Type === 'SubscriptionConfirmation') {
      await fetchText(message.SubscribeURL);
      log.info({ topic }, 'the subscription to a topic of SNS is confirmed');
    } else {
      log.warn(
        { topic },
        'somebody ended the subscription to a topic of SNS; its alarms do not come any more',
      );
    }
    return 200;
  }

  return async (body) => {
    const message = messageIn(body);
    if (!message) return 400;
    const { TopicArn: topic, MessageId: id } = message;
    const because = disbelief(message, settings.topics, now());
    if (because !== null) {
      log.warn({ topic, id, because }, 'a message of SNS was refused');
      return 403;
    }
    try {
      return await believed(message);
    } catch (error) {
      log.error({ err: error, topic, id }, 'a message of SNS was not taken; SNS tries again');
      return 500;
    }
  };
}
