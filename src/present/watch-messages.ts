/** What is said of a watch in the thread of its question: that it is on, what changed, and how it ended. */
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { WatchCondition } from '../diagnosis/watch-condition.ts';
import { message, noticeMessage, type SlackMessage } from './block-kit.ts';
import { actions, section, sectionLines, smallLines } from './blocks.ts';
import { linked } from './console-links.ts';
import { headlineBlock, statusText } from './diagnosis-blocks.ts';
import { code, escaped } from './mrkdwn.ts';
import { outlineOf } from './outline.ts';
import { amount, count, counted } from './quantities.ts';
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
  /** Six digits: people say `W-1a2b3c`. */
  readonly name: string;
  /** What is waited for, and whether it is so; a change where it is not told. */
  readonly when?: WatchCondition | undefined;
  readonly isMet?: boolean | undefined;
}

/** `it is rejected`, as it stands after `when`. */
function conditionText(when: WatchCondition): string {
  switch (when.kind) {
    case 'change':
      return 'the verdict changes';
    case 'rejected':
      return 'it is rejected';
    case 'not-healthy':
      return 'it is not healthy';
    case 'verdict':
      return `it is ${when.verdict}`;
    case 'over':
      return `it is over ${when.unit === null || when.unit === 'count' ? count(when.value) : amount(when.value, when.unit)}`;
  }
}

function toldText(when: WatchCondition | undefined): string {
  return when === undefined || when.kind === 'change'
    ? 'told here when the verdict changes'
    : `told here when ${conditionText(when)}, and when that is over`;
}

/** Whether it is so just now, where something is waited for. */
function stateText({ when, isMet }: Pick<Watched, 'when' | 'isMet'>): readonly string[] {
  if (when === undefined || when.kind === 'change') return [];
  return [isMet ? `:bell: It is so now: ${conditionText(when)}.` : 'It is not so now.'];
}

/** With the button that ends it. */
export function watchOnMessage(watched: Watched, style: TimeStyle): SlackMessage {
  const { id, name, by, question, everySeconds, until, when } = watched;
  const end = `${shortTime(until, style)} ${zoneName(until, style)}`;
  const text = `:eyes: Watching until ${end}: asked again every ${duration(everySeconds)}, and ${toldText(when)}.`;
  return message(text, [
    section(text),
    smallLines([...stateText(watched), `W-${name} · ${code(question)} · for <@${by}>, on their budget`]),
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

type Turn = Pick<Watched, 'when' | 'isMet'> & { readonly before: Earlier };

function plainTurn({ when, isMet }: Turn): string {
  if (when === undefined || when.kind === 'change') return 'Changed';
  return isMet ? 'It is so' : 'It is over';
}

/** What became of what is waited for, or what it was before. */
function turnText(turn: Turn, at: string): string {
  const { when, isMet, before } = turn;
  if (when === undefined || when.kind === 'change')
    return `:bell: *Changed* at ${at}. Before: ${escaped(earlierText(before))}`;
  return isMet
    ? `:bell: *It is so* at ${at}: ${conditionText(when)}.`
    : `:white_check_mark: *It is over* at ${at}: no more that ${conditionText(when)}.`;
}

export function watchNewsMessage(
  about: Pick<Watched, 'by' | 'question' | 'when' | 'isMet'> & { before: Earlier; at: number },
  diagnosis: Diagnosis,
  style: TimeStyle,
): SlackMessage {
  const { by, question, at } = about;
  const outline = outlineOf(diagnosis, style);
  const when = `${shortTime(at, style)} ${zoneName(at, style)}`;
  return message(`${plainTurn(about)} at ${when}: ${escaped(outline.headline)}`, [
    section(turnText(about, when)),
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

interface ListedWatch extends Omit<Watched, 'id' | 'by'> {
  readonly channel: string;
}

/** Somebody's own, for them alone. */
export function watchListMessage(watches: readonly ListedWatch[], style: TimeStyle): SlackMessage {
  if (watches.length === 0)
    return noticeMessage(
      `You watch nothing. Begin: ${code('/flows watch reject 10.0.1.5 when rejected for 8h')}`,
    );
  const lines = watches.map(({ name, question, everySeconds, until, channel, when, isMet }) => {
    const end = `${shortTime(until, style)} ${zoneName(until, style)}`;
    const state = stateText({ when, isMet }).join('');
    const where = channel.startsWith('D') ? 'in a direct message' : `in <#${channel}>`;
    return `*W-${name}* ${code(question)} every ${duration(everySeconds)}, ${toldText(when).replace('told here', 'told')}, until ${end} ${where} ${state}`.trim();
  });
  return message(counted(watches.length, 'watch', 'watches'), [
    sectionLines(lines),
    smallLines([`End one: ${code('/flows watch end W-1a2b3c')}`]),
  ]);
}
