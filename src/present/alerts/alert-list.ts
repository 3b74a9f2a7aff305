/** Alerts as somebody asks for them: those that there are, and one with all that happened to it. */
import { message, type SlackMessage } from '../block-kit.ts';
import { divider, section, sectionLines, smallLines } from '../blocks.ts';
import { code, escaped } from '../mrkdwn.ts';
import { counted } from '../quantities.ts';
import { shortTime, type TimeStyle, zoneName } from '../time.ts';
import { alertBlocks } from './alert-message.ts';
import { type AlertView, alertName, worstFirst } from './alert-view.ts';
import { alertMark, handledText, standingText } from './alert-words.ts';

/** As many as one reads in a message. */
const LISTED = 20;
const ENTRIES = 12;

type AlertsListed = 'open' | 'suppressed' | 'resolved' | 'all';

const NAMES: Readonly<Record<AlertsListed, string>> = {
  open: 'open alert',
  suppressed: 'alert without a message of its own',
  resolved: 'resolved alert',
  all: 'alert',
};

const MANY: Readonly<Record<AlertsListed, string>> = {
  open: 'open alerts',
  suppressed: 'alerts without a message of their own',
  resolved: 'resolved alerts',
  all: 'alerts',
};

/** Of one: `channel` is where it is told, null where it is nowhere. */
export interface ListedAlert extends AlertView {
  readonly channel: string | null;
}

function lineOf(alert: ListedAlert, style: TimeStyle): string {
  const { finding, channel } = alert;
  const handled = handledText(alert, style);
  const where = channel === null ? '' : ` · <#${channel}>`;
  return [
    `${alertMark(alert)} *${escaped(finding.summary)}*`,
    `${standingText(alert, style)}${where}${handled === '' ? '' : ` · ${handled}`}`,
  ].join('\n');
}

export interface AlertList {
  readonly which: AlertsListed;
  readonly alerts: readonly ListedAlert[];
  /** More than these were found. */
  readonly isCutOff: boolean;
  /** Of sources that the person may not ask there. */
  readonly hidden: number;
}

/** What can be asked next, as it is typed. */
function waysOn(which: AlertsListed, [worst]: readonly AlertView[]): readonly string[] {
  const ways = [
    ...(worst ? [`one in full: ${code(`/flows alerts ${alertName(worst)}`)}`] : []),
    ...(which === 'open' ? [`those without a message: ${code('/flows alerts suppressed')}`] : []),
  ].join(' · ');
  return ways === '' ? [] : [`${ways.charAt(0).toUpperCase()}${ways.slice(1)}`];
}

export function alertListMessage(
  { which, alerts, isCutOff, hidden }: AlertList,
  style: TimeStyle,
): SlackMessage {
  const sorted = worstFirst(alerts);
  const left = sorted.length - LISTED;
  const more = left > 0 || isCutOff;
  const title = alerts.length === 0 ? `No ${MANY[which]}` : counted(alerts.length, NAMES[which], MANY[which]);
  return message(title, [
    section(`*${title}*${isCutOff ? ', and more' : ''}`),
    ...sorted.slice(0, LISTED).map((alert) => section(lineOf(alert, style))),
    smallLines([
      ...(more ? [`${left > 0 ? `… and ${left} more. ` : ''}Ask for a shorter time to see the others.`] : []),
      ...(hidden > 0 ? [`${counted(hidden, 'alert')} of sources that you may not ask here`] : []),
      ...waysOn(which, sorted),
    ]),
  ]);
}

export interface AlertMoment {
  /** Seconds since the epoch. */
  readonly at: number;
  /** A Slack user id; null for flows itself. */
  readonly by: string | null;
  /** Untrusted. */
  readonly what: string;
}

/** It is shown to one person alone, so that nobody is rung by who is named in it. */
function withPeople(mrkdwn: string): string {
  return mrkdwn.replace(/&lt;@\u2060?([UW][A-Z0-9]+)&gt;/g, '<@$1>');
}

/** What can be done with it, as it is typed. */
function whatNext(alert: ListedAlert): string {
  const name = alertName(alert);
  const deeds =
    alert.state === 'resolved' ? [] : [`ack ${name}`, `snooze ${name} 1h`, `mute ${name} 8h because …`];
  return [...deeds, `expect ${name} because …`].map((deed) => code(`/flows ${deed}`)).join(' · ');
}

/** One in full, and what happened to it, the newest last. `now` in seconds since the epoch. */
export function alertHistoryMessage(
  alert: ListedAlert,
  entries: readonly AlertMoment[],
  style: TimeStyle,
  now: number,
): SlackMessage {
  const left = entries.length - ENTRIES;
  const moments = entries.slice(-ENTRIES).map(({ at, by, what }) => {
    const who = by === null ? '' : `<@${by}> `;
    return `${code(shortTime(at, style, now))} ${who}${withPeople(escaped(what))}`;
  });
  const where = alert.channel === null ? [] : [smallLines([`told in <#${alert.channel}>`])];
  return message(
    `${alertName(alert)}: ${escaped(alert.finding.summary)}`,
    [
      ...alertBlocks(alert, style),
      ...where,
      divider(),
      sectionLines([
        `*What happened*  ${zoneName(now, style)}`,
        ...(left > 0 ? [`… ${left} before`] : []),
        ...(moments.length === 0 ? ['Nothing since it was found.'] : moments),
      ]),
    ],
    [smallLines([whatNext(alert)])],
  );
}
