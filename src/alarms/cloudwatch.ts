/**
 * CloudWatch alarms, as CloudWatch sends them to SNS itself (its User Guide, "Notifying users on alarm changes") and as EventBridge passes them on
 * ("Alarm events and EventBridge").
 */
import { z } from 'zod';
import { isNarrow } from '../commands/find/subjects.ts';
import { findInText } from '../commands/find-in-text.ts';
import type { Alarm } from './alarm.ts';
import { loosely } from './loosely.ts';
import { momentIn } from './moment.ts';

const STATES = { ALARM: 'firing', OK: 'over', INSUFFICIENT_DATA: 'unknown' } as const;
const State = z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']);

const Direct = z.object({
  AlarmName: z.string(),
  NewStateValue: State,
  AlarmArn: loosely(z.string()),
  AlarmDescription: loosely(z.string()),
  AWSAccountId: loosely(z.string()),
  NewStateReason: loosely(z.string()),
  StateChangeTime: loosely(z.string()),
  Trigger: z.unknown().optional(),
  // Of one that is made of others, in place of what it measures.
  AlarmRule: loosely(z.string()),
  TriggeringChildren: z.unknown().optional(),
});

const Event = z.object({
  source: z.literal('aws.cloudwatch'),
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  account: z.string(),
  region: z.string(),
  time: z.string(),
  resources: z.array(z.string()).catch([]),
  detail: z.object({
    alarmName: z.string(),
    state: z.object({
      value: State,
      reason: loosely(z.string()),
      timestamp: loosely(z.string()),
    }),
    configuration: z.unknown().optional(),
  }),
});

/** `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:web-cpu` */
function placeOf(arn = ''): { readonly region: string | null; readonly account: string | null } {
  const [, , , region, account] = arn.split(':');
  return { region: region || null, account: account || null };
}

/** Half a character is no text of UTF-8, and cannot stand in an address. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}

function linkTo(region: string | null, name: string): string | null {
  if (region === null || !/^[a-z0-9-]+$/.test(region)) return null;
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(wellFormed(name))}`;
}

/** Where it happened, in what the alarm looks at before what it says of it. */
function endIn(...texts: readonly string[]): string | null {
  for (const text of texts) {
    const [narrow] = findInText(text).subjects.filter(isNarrow);
    if (narrow) return narrow.text;
  }
  return null;
}

function momentOf(text: string | undefined, receivedAt: number): number {
  // CloudWatch writes its zone as +0000, without the colon of ISO 8601.
  return momentIn(text?.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'), receivedAt);
}

const COUNTS_NOTHING = { severity: null, other: null, opened: null, port: null, count: null } as const;

/** Null for what is none. @param receivedAt seconds since the epoch */
export function cloudWatchAlarm(body: unknown, receivedAt: number): Alarm | null {
  const event = Event.safeParse(body).data;
  if (event) {
    const { alarmName: title, state, configuration } = event.detail;
    const { reason = '' } = state;
    const [arn = `${event.account}/${event.region}/${title}`] = event.resources;
    return {
      ...COUNTS_NOTHING,
      ...{ kind: 'cloudwatch', id: arn, title, reason, state: STATES[state.value] },
      ...{ account: event.account, region: event.region },
      at: momentOf(state.timestamp ?? event.time, receivedAt),
      link: linkTo(event.region, title),
      ours: endIn(JSON.stringify(configuration ?? ''), title, reason),
    };
  }
  const direct = Direct.safeParse(body).data;
  if (!direct) return null;
  const { AlarmName: title, AlarmArn: arn, NewStateReason: reason = '', AWSAccountId: account } = direct;
  const { AlarmDescription: description = '', AlarmRule: rule = '', Trigger, TriggeringChildren } = direct;
  const { region, account: ofArn } = placeOf(arn);
  return {
    ...COUNTS_NOTHING,
    ...{ kind: 'cloudwatch', title, reason, region, state: STATES[direct.NewStateValue] },
    id: arn ?? `${account}/${title}`,
    account: account ?? ofArn,
    at: momentOf(direct.StateChangeTime, receivedAt),
    link: linkTo(region, title),
    ours: endIn(JSON.stringify(Trigger ?? TriggeringChildren ?? ''), title, description, reason, rule),
  };
}
