/** An alarm of another tool as it is told in a channel, with what flows makes of it. All of the alarm's own texts are untrusted. */
import type { AlarmTold } from '../diagnosis/alarm.ts';
import type { Answer } from '../diagnosis/answer.ts';
import { message, noticeMessage, type SlackMessage, sentenceOf } from './block-kit.ts';
import { actions, section, smallLines } from './blocks.ts';
import { blockerBlock, headlineBlock, statusText } from './diagnosis-blocks.ts';
import { cut } from './limits.ts';
import type { MessageBlock } from './message-block.ts';
import { code, escaped } from './mrkdwn.ts';
import { outlineOf } from './outline.ts';
import { duration, shortTime, type TimeStyle, zoneName } from './time.ts';

/** What is known of its cause: nothing to ask about, still asking, or the answer. */
export type AlarmAnswer = { readonly question: string; readonly answer: Answer | null } | null;

const TOOLS = { cloudwatch: 'CloudWatch alarm', guardduty: 'GuardDuty finding', other: 'Alarm' } as const;
const LONGEST_TITLE = 250;
const LONGEST_REASON = 600;

function moment(seconds: number, style: TimeStyle): string {
  return `${shortTime(seconds, style)} ${zoneName(seconds, style)}`;
}

function aboutLine(alarm: AlarmTold, style: TimeStyle): string {
  const { kind, severity, account, region, count, at, link } = alarm;
  const parts = [
    TOOLS[kind],
    ...(severity === null ? [] : [`${severity} severity`]),
    ...(account === null ? [] : [`account ${escaped(cut(account, 40))}`]),
    ...(region === null ? [] : [escaped(cut(region, 40))]),
    moment(at, style),
    ...(count !== null && count > 1 ? [`seen ${count.toLocaleString('en')} times`] : []),
    ...(link === null ? [] : [`<${link}|Open in AWS>`]),
  ];
  return parts.join(' · ');
}

function answerBlocks(
  { question, answer }: NonNullable<AlarmAnswer>,
  style: TimeStyle,
): readonly MessageBlock[] {
  if (answer === null) return [smallLines([`:mag: Looking into it: ${code(question)}`])];
  if (answer.kind !== 'diagnosis') {
    return [smallLines([`It could not be looked into: ${escaped(sentenceOf(answer))} ${code(question)}`])];
  }
  const outline = outlineOf(answer.diagnosis, style);
  const [sight] = outline.smallPrint;
  return [
    headlineBlock(outline),
    ...(outline.status ? [section(statusText(outline.status))] : []),
    ...(outline.blocker ? [blockerBlock(outline.blocker)] : []),
    smallLines([
      ...(sight === undefined ? [] : [escaped(sight)]),
      `${code(question)} · the whole answer is in the thread`,
    ]),
  ];
}

const UNASKED =
  'It names no address, network interface or instance that flow logs know, so nothing was asked. Ask about what you know of it, such as `/flows reject 10.0.1.5`.';

/** @param overAt when it said that it is over, seconds since the epoch; null as long as it goes on */
export function alarmMessage(
  alarm: AlarmTold,
  known: AlarmAnswer,
  overAt: number | null,
  style: TimeStyle,
): SlackMessage {
  const title = escaped(cut(alarm.title, LONGEST_TITLE));
  const mark = overAt === null ? ':rotating_light:' : ':white_check_mark:';
  const state = overAt === null ? '' : ` is over since ${moment(overAt, style)}`;
  const reason = alarm.reason.trim() === '' ? [] : [escaped(cut(alarm.reason.trim(), LONGEST_REASON))];
  return message(`${mark} ${title}${state}`, [
    section([`${mark} *${title}*${state}`, ...reason].join('\n')),
    smallLines([aboutLine(alarm, style)]),
    ...(known === null ? [smallLines([UNASKED])] : answerBlocks(known, style)),
    ...(known === null
      ? []
      : [actions([{ id: 'flows-alarm-ask', text: 'Ask again', value: known.question }])]),
  ]);
}

/** In the thread, when it says that it is over. */
export function alarmOverMessage(alarm: AlarmTold, since: number, style: TimeStyle): SlackMessage {
  const lasted = Math.max(0, alarm.at - since);
  return noticeMessage(
    `:white_check_mark: Over since ${moment(alarm.at, style)}, after ${duration(lasted)}. ${escaped(cut(alarm.reason.trim(), LONGEST_REASON))}`,
  );
}

/** In the thread, when it fires again before it was over. */
export function alarmAgainMessage(alarm: AlarmTold, style: TimeStyle): SlackMessage {
  return noticeMessage(
    `:rotating_light: Again at ${moment(alarm.at, style)}. ${escaped(cut(alarm.reason.trim(), LONGEST_REASON))}`,
  );
}

/** In the thread, when it cannot tell any more whether it goes on. */
export function alarmUnknownMessage(alarm: AlarmTold, style: TimeStyle): SlackMessage {
  return noticeMessage(
    `:grey_question: The alarm itself cannot tell since ${moment(alarm.at, style)} whether it goes on. ${escaped(cut(alarm.reason.trim(), LONGEST_REASON))}`,
  );
}

/** Where more come than anybody reads. */
export function manyAlarmsMessage(untold: number, perHour: number): SlackMessage {
  return noticeMessage(
    `:wave: ${untold.toLocaleString('en')} more ${untold === 1 ? 'alarm' : 'alarms'} came within this hour than the ${perHour} that are told here (\`alarms.perHour\`). Look for them in AWS.`,
  );
}
