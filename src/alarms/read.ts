/** Which alarm a message of SNS carries: CloudWatch's, GuardDuty's, or any other text, in which addresses, interfaces and instances are looked for. */

import { isNarrow } from '../commands/find/subjects.ts';
import { asTheyStand, findInText } from '../commands/find-in-text.ts';
import type { Alarm } from './alarm.ts';
import { cloudWatchAlarm } from './cloudwatch.ts';
import { guardDutyFinding } from './guardduty.ts';
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

/** Of any tool: whom it names first is ours. */
function otherAlarm({ MessageId, Subject, Message }: Notification, at: number): Alarm {
  const found = findInText(`${Subject ?? ''}\n${Message}`);
  const [ours, other] = asTheyStand(found.subjects.filter(isNarrow)).map(({ text }) => text);
  const [port = null] = found.ports.length === 1 ? found.ports : [];
  const [line = ''] = Message.split('\n');
  return {
    ...{ kind: 'other', id: MessageId, state: 'firing', title: Subject ?? line.slice(0, 200) },
    ...{ reason: Subject === undefined ? '' : line, at, port },
    ...{ account: null, region: null, severity: null, link: null, opened: null, count: null },
    ...{ ours: ours ?? null, other: other ?? null },
  };
}

export function alarmIn(message: Notification): Alarm {
  const at = Math.floor(Date.parse(message.Timestamp) / 1000);
  const body = parsed(message.Message);
  return cloudWatchAlarm(body, at) ?? guardDutyFinding(body, at) ?? otherAlarm(message, at);
}
