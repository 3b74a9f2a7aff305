/** Which alarm a message of SNS carries: CloudWatch's, GuardDuty's, or any other text, in which addresses, interfaces and instances are looked for. */
import { z } from 'zod';
import { isNarrow } from '../commands/find/subjects.ts';
import { asTheyStand, findInText } from '../commands/find-in-text.ts';
import type { Alarm } from './alarm.ts';
import { cloudWatchAlarm } from './cloudwatch.ts';
import { guardDutyFinding } from './guardduty.ts';
import { loosely } from './loosely.ts';
import { momentIn } from './moment.ts';
import type { SnsMessage } from './sns-message.ts';

type Notification = Extract<SnsMessage, { Type: 'Notification' }>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Most tools send plain text.
    return null;
  }
}

/** What EventBridge passes on of any service ("Events in Amazon EventBridge"). */
const Event = z.object({
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: loosely(z.string()),
  region: loosely(z.string()),
  time: loosely(z.string()),
  detail: z.unknown().optional(),
});

/** Of any tool: whom it names first is ours. */
function otherAlarm({ MessageId, Subject, Message }: Notification, body: unknown, at: number): Alarm {
  const isJson = typeof body === 'object' && body !== null;
  const text = isJson ? JSON.stringify(body) : Message;
  const found = findInText(`${Subject ?? ''}\n${text}`);
  const [ours, other] = asTheyStand(found.subjects.filter(isNarrow)).map(({ text }) => text);
  const [port = null] = found.ports.length === 1 ? found.ports : [];
  const [line = ''] = text.split('\n');
  return {
    ...{ kind: 'other', id: MessageId, state: 'firing', title: Subject ?? line.slice(0, 200) },
    ...{ reason: Subject === undefined ? '' : line, at, port },
    ...{ account: null, region: null, severity: null, link: null, opened: null, count: null },
    ...{ ours: ours ?? null, other: other ?? null },
  };
}

function otherEvent(message: Notification, body: unknown, at: number): Alarm | null {
  const event = Event.safeParse(body).data;
  if (!event) return null;
  const { id, 'detail-type': title, account = null, region = null, time, detail } = event;
  const reason = JSON.stringify(detail ?? '');
  return {
    ...otherAlarm(message, detail ?? body, at),
    ...{ id, title, reason, account, region, at: momentIn(time, at) },
  };
}

export function alarmIn(message: Notification): Alarm {
  const at = Math.floor(Date.parse(message.Timestamp) / 1000);
  const body = parsed(message.Message);
  return (
    cloudWatchAlarm(body, at) ??
    guardDutyFinding(body, at) ??
    otherEvent(message, body, at) ??
    otherAlarm(message, body, at)
  );
}
