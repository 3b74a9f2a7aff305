/** An incident as Slack messages: the card that shows how it stands, its status in full, and what is said of each deed. */
import type { KnownBlock } from '@slack/types';
import type { IncidentSeverity } from '../diagnosis/incident-severity.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import { message, type SlackMessage } from './block-kit.ts';
import { actions, divider, section, sectionLines, smallLines } from './blocks.ts';
import { DOTS } from './diagnosis-blocks.ts';
import { howSure } from './how-sure.ts';
import { code, escaped, prose } from './mrkdwn.ts';
import { nextOf } from './next-check.ts';
import { counted } from './quantities.ts';
import { SEVERITY } from './severity.ts';
import { duration, shortTime, type TimeStyle, zoneName } from './time.ts';

/** Texts are as people typed them: untrusted. Times are seconds since the epoch. */
export interface IncidentCard {
  readonly number: number;
  readonly title: string;
  readonly severity: IncidentSeverity | null;
  readonly openedAt: number;
  readonly openedBy: string;
  /** Null as long as it is open. */
  readonly closedAt: number | null;
  readonly closedBecause: string | null;
  readonly findings: number;
  readonly actions: { readonly open: number; readonly all: number };
}

export interface IncidentStatus extends IncidentCard {
  /** The most telling first. */
  readonly known: readonly {
    readonly verdict: Verdict;
    readonly confidence: number;
    readonly summary: string;
  }[];
  /** Findings that may not be shown there. */
  readonly withheld: number;
  /** The most telling first. */
  readonly checks: readonly string[];
  readonly todo: readonly {
    readonly item: number;
    readonly text: string;
    readonly who: string | null;
    readonly isDone: boolean;
  }[];
  /** In order. */
  readonly timeline: readonly { readonly at: number; readonly by: string; readonly text: string }[];
}

/** Beyond these they are counted. */
const MOST = { known: 5, checks: 3, timeline: 6, todo: 8 } as const;

function headline({ number, title, closedAt }: IncidentCard): KnownBlock {
  const sign = closedAt === null ? ':rotating_light:' : ':white_check_mark:';
  return section(`${sign} *INC-${number}  ${escaped(title)}*`);
}

/** `sev2 · open since 14:02 UTC · opened by Alice · 3 findings · 2 actions, 1 open` */
function standing(card: IncidentCard, style: TimeStyle, near: number): string {
  const {
    severity,
    openedAt,
    openedBy,
    closedAt,
    findings,
    actions: { open, all },
  } = card;
  const time = (at: number) => `${shortTime(at, style, near)} ${zoneName(at, style)}`;
  const state =
    closedAt === null
      ? `open since ${time(openedAt)}`
      : `closed ${time(closedAt)} after ${duration(closedAt - openedAt)}`;
  return [
    ...(severity ? [`*${severity}*`] : []),
    state,
    `opened by ${escaped(openedBy)}`,
    counted(findings, 'finding'),
    ...(all === 0 ? [] : [`${counted(all, 'action')}, ${open === 0 ? 'all done' : `${open} open`}`]),
  ].join(' · ');
}

const HOW =
  'Add an answer: react to it with :pushpin:, or write `@flows incident add` in its thread. Also: `/flows incident note …`, `action …`, `done 1`, `close …`.';
const OPEN_ONE =
  'Open one: `/flows incident open "Checkout cannot reach the database" sev2`. Closed ones: `/flows incident list all`.';

function buttons({ number }: IncidentCard): KnownBlock {
  return actions([
    { id: 'flows-incident-status', text: 'Status', value: String(number) },
    { id: 'flows-incident-report', text: 'Report', value: String(number) },
  ]);
}

/** The message that is kept up to date. Its times are read by everybody. */
export function cardMessage(card: IncidentCard, style: TimeStyle): SlackMessage {
  const { number, title, closedAt, closedBecause } = card;
  const text = `INC-${number} ${closedAt === null ? 'is open' : 'is closed'}: ${escaped(title)}`;
  return message(text, [
    headline(card),
    smallLines([standing(card, style, card.closedAt ?? card.openedAt)]),
    ...(closedBecause === null ? [] : [section(`*What it was*  ${escaped(closedBecause)}`)]),
    ...(closedAt === null ? [smallLines([prose(HOW)])] : []),
    buttons(card),
  ]);
}

function listed(title: string, lines: readonly string[], most: number): readonly KnownBlock[] {
  if (lines.length === 0) return [];
  const left = lines.length - most;
  return [sectionLines([`*${title}*`, ...lines.slice(0, most), ...(left > 0 ? [`… and ${left} more`] : [])])];
}

function knownLines({ known, withheld }: IncidentStatus): readonly string[] {
  const lines = known.map(
    (found) => `${DOTS[SEVERITY[found.verdict]]} ${escaped(found.summary)}  (${escaped(howSure(found))})`,
  );
  const rest = withheld === 0 ? [] : [`:lock: ${counted(withheld, 'finding')} may not be shown here`];
  return lines.length + rest.length === 0 ? ['Nothing yet: no answer has been added.'] : [...lines, ...rest];
}

function todoLines({ todo }: IncidentStatus): readonly string[] {
  const sorted = [...todo].sort((a, b) => Number(a.isDone) - Number(b.isDone));
  return sorted.map(({ item, text, who, isDone }) => {
    const words = `${item}. ${escaped(text)}${who === null ? '' : ` · ${escaped(who)}`}`;
    return isDone ? `:white_check_mark: ${words}` : `:black_small_square: ${words}`;
  });
}

/** How it stands, for somebody who comes to it now. `now` in seconds since the epoch. */
export function statusMessage(status: IncidentStatus, style: TimeStyle, now: number): SlackMessage {
  const { number, title, closedBecause, timeline, checks } = status;
  const left = timeline.length - MOST.timeline;
  const moments = timeline
    .slice(-MOST.timeline)
    .map(({ at, by, text }) => `${code(shortTime(at, style, now))} ${escaped(by)} ${escaped(text)}`);
  return message(`INC-${number}: ${escaped(title)}`, [
    headline(status),
    smallLines([standing(status, style, now)]),
    ...(closedBecause === null ? [] : [section(`*What it was*  ${escaped(closedBecause)}`)]),
    ...listed('Known so far', knownLines(status), MOST.known),
    ...listed(
      'To check',
      checks.map((check) => checkLine(check)),
      MOST.checks,
    ),
    ...listed('Actions', todoLines(status), MOST.todo),
    divider(),
    sectionLines([
      `*Timeline*  ${zoneName(now, style)}`,
      ...(left > 0 ? [`… ${left} before, all of them in ${code('incident report')}`] : []),
      ...moments,
    ]),
  ]);
}

/** A command is there to be pasted. */
function checkLine(check: string): string {
  const { text, isCommand, note } = nextOf(check);
  if (!isCommand) return `• ${prose(text)}`;
  return `• ${code(text.replace(/^flows /, '/flows '))}${note === null ? '' : `  (${escaped(note)})`}`;
}

/** What is said in the incident's thread when something happened. `by` and `text` are untrusted; `ring` is a Slack user id. */
export function deedMessage(deed: {
  readonly sign: string;
  readonly by: string;
  readonly text: string;
  readonly ring: string | null;
}): SlackMessage {
  const { sign, by, text, ring } = deed;
  const words = `${escaped(by)} ${escaped(text)}${ring === null ? '' : `  <@${ring}>`}`;
  return message(words, [section(`${sign} ${words}`)]);
}

/** The incidents that there are. */
export function listMessage(
  incidents: readonly (IncidentCard & { readonly channel: string })[],
  others: number,
  style: TimeStyle,
  now: number,
): SlackMessage {
  const lines = incidents.map((card) => {
    const sign = card.closedAt === null ? ':rotating_light:' : ':white_check_mark:';
    return `${sign} *INC-${card.number}*  ${escaped(card.title)}  <#${card.channel}>\n${standing(card, style, now)}`;
  });
  const none = others === 0 ? 'There is no incident to show.' : 'There is no incident that is shown here.';
  const hidden =
    others === 0
      ? []
      : [smallLines([`${counted(others, 'incident')} of other conversations are not shown here.`])];
  return message(`${counted(incidents.length, 'incident')}`, [
    ...(lines.length === 0 ? [section(none)] : lines.slice(0, 20).map((line) => section(line))),
    ...(lines.length > 20 ? [smallLines([`… and ${lines.length - 20} more`])] : []),
    ...hidden,
    ...(lines.length === 0 && others === 0 ? [smallLines([prose(OPEN_ONE)])] : []),
  ]);
}
