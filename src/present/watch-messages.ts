/** What is said of a watch in the thread of its question: that it is on, what changed, and how it ended. */
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { message, noticeMessage, type SlackMessage } from './block-kit.ts';
import { actions, section, smallLines } from './blocks.ts';
import { linked } from './console-links.ts';
import { headlineBlock, statusText } from './diagnosis-blocks.ts';
import { code, escaped } from './mrkdwn.ts';
import { outlineOf } from './outline.ts';
import { counted } from './quantities.ts';
import { duration, shortTime, type TimeStyle, zoneName } from './time.ts';

export interface Watched {
  readonly id: string;
  /** A Slack user id. */
  readonly by: string;
  /** As typed: untrusted. */
  readonly question: string;
  readonly everySeconds: number;
  /** Seconds since the epoch. */
  readonly until: number;
}

/** With the button that ends it. */
export function watchOnMessage(
  { id, by, question, everySeconds, until }: Watched,
  style: TimeStyle,
): SlackMessage {
  const end = `${shortTime(until, style)} ${zoneName(until, style)}`;
  const text = `:eyes: Watching until ${end}: asked again every ${duration(everySeconds)}, and told here when the verdict changes.`;
  return message(text, [
    section(text),
    smallLines([`${code(question)} · for <@${by}>, on their budget`]),
    actions([{ id: 'flows-unwatch', text: 'Stop watching', value: id }]),
  ]);
}

/** What the notice becomes: nothing to press is left. */
export function watchOverMessage({ by, question }: Pick<Watched, 'by' | 'question'>): SlackMessage {
  return message('This watch has ended.', [
    smallLines([`:eyes: This watch has ended. ${code(question)} · for <@${by}>`]),
  ]);
}

/** What was found before. */
export interface Earlier {
  readonly verdict: string;
  readonly blocker: string | null;
}

function earlierText({ verdict, blocker }: Earlier): string {
  return blocker === null ? verdict : `${verdict}, blocked by ${blocker}`;
}

export function watchNewsMessage(
  { by, question, before, at }: Pick<Watched, 'by' | 'question'> & { before: Earlier; at: number },
  diagnosis: Diagnosis,
  style: TimeStyle,
): SlackMessage {
  const outline = outlineOf(diagnosis, style);
  const when = `${shortTime(at, style)} ${zoneName(at, style)}`;
  return message(`Changed at ${when}: ${escaped(outline.headline)}`, [
    section(`:bell: *Changed* at ${when}. Before: ${escaped(earlierText(before))}`),
    headlineBlock(outline),
    ...(outline.status ? [section(statusText(outline.status))] : []),
    ...(outline.blocker ? [section(`*Blocked by*  ${linked(outline.blocker)}`)] : []),
    smallLines([...outline.smallPrint.slice(0, 1).map(escaped), `${code(question)} · watched for <@${by}>`]),
  ]);
}

export interface Ending {
  readonly by: string;
  /** Mrkdwn: why it ended. */
  readonly because: string;
  readonly verdict: string;
  readonly asked: number;
  readonly failed: number;
  readonly changes: number;
}

/** How sure nothing changed is as sure as it was asked: runs that failed saw nothing. */
export function watchEndMessage({ by, because, verdict, asked, failed, changes }: Ending): SlackMessage {
  const runs = asked === 0 ? 'It was not asked again.' : `Asked again ${counted(asked, 'time')}`;
  const failures = failed === 0 ? '' : `, ${failed} of them without an answer`;
  const outcome =
    asked === failed
      ? 'so nothing is known of a change'
      : changes === 0
        ? `always ${escaped(verdict)}`
        : `${counted(changes, 'change')}, now ${escaped(verdict)}`;
  const story = asked === 0 ? runs : `${runs}${failures}: ${outcome}.`;
  return noticeMessage(`:eyes: The watch for <@${by}> has ended: ${because} ${story}`);
}
