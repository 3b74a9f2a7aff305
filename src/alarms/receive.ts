/** What becomes of a post of SNS: it is believed or not, a subscription is confirmed, an alarm is handed on. Answers by HTTP status, which SNS acts on. */
import type { Logger } from 'pino';
import type { Alarm } from './alarm.ts';
import { endOfSubscription } from './end-of-subscription.ts';
import type { FetchText } from './fetch-text.ts';
import { fewLines } from './few-lines.ts';
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
  // Each by itself: the many of one kind do not keep those of the other out of the log.
  const [refused, unknown] = [fewLines(now), fewLines(now)];

  function refuse({ TopicArn: topic, MessageId: id }: SnsMessage, because: string): 403 {
    refused((untold) => log.warn({ topic, id, because, untold }, 'a message of SNS was refused'));
    return 403;
  }

  /** Null where nothing can be said of its signature, since its certificate cannot be had. */
  async function isSigned(message: SnsMessage): Promise<boolean | null> {
    const { TopicArn: topic, MessageId: id } = message;
    try {
      return await signatures.isValid(message);
    } catch (error) {
      unknown((untold) =>
        log.error(
          { err: error, topic, id, untold },
          'the certificate of a message of SNS cannot be had; SNS tries again',
        ),
      );
      return null;
    }
  }

  async function act(message: SnsMessage): Promise<void> {
    const { TopicArn: topic, MessageId: id } = message;
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
      await take(id, endOfSubscription(message));
    }
  }

  return async (body) => {
    const message = messageIn(body);
    if (!message) return 400;
    const because = disbelief(message, settings.topics, now());
    if (because !== null) return refuse(message, because);
    const signed = await isSigned(message);
    if (signed === null) return 500;
    if (!signed) return refuse(message, 'its signature is not that of its certificate');
    const { TopicArn: topic, MessageId: id } = message;
    try {
      await act(message);
      return 200;
    } catch (error) {
      log.error({ err: error, topic, id }, 'a message of SNS was not taken; SNS tries again');
      return 500;
    }
  };
}
