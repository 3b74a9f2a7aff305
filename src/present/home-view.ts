/** The Home tab: what a person asked, what is going on, and how their sources are. It holds only what they may see. */
import type { HomeView, KnownBlock, SectionBlock } from '@slack/types';
import type { Answer } from '../diagnosis/answer.ts';
import type { ListedAlert } from './alerts/alert-list.ts';
import { homeAlertBlocks } from './alerts/home-alerts.ts';
import { verdictMessage } from './block-kit.ts';
import { actions, divider, header, section, sectionLines, smallLines } from './blocks.ts';
import { code, escaped } from './mrkdwn.ts';
import { counted, share } from './quantities.ts';
import { duration, shortTime, type TimeStyle, zoneName } from './time.ts';

export interface HomeQuestion {
  readonly id: string;
  /** As typed: untrusted. */
  readonly text: string;
  /** Null as long as there is none. */
  readonly answer: Answer | null;
  /** A Slack channel id. */
  readonly channel: string;
  /** Seconds since the epoch. */
  readonly askedAt: number;
  /** Slack's permalink; null where there is none. */
  readonly link: string | null;
  readonly canRerun: boolean;
}

interface HomeIncident {
  readonly number: number;
  /** As typed: untrusted. */
  readonly title: string;
  readonly severity: string | null;
  readonly channel: string;
  /** Seconds since the epoch. */
  readonly openedAt: number;
}

interface HomeWatch {
  readonly id: string;
  /** As typed: untrusted. */
  readonly question: string;
  readonly channel: string;
  /** What it found last. */
  readonly verdict: string;
  readonly summary: string;
  readonly asked: number;
  readonly failed: number;
  readonly changes: number;
  /** Seconds since the epoch. */
  readonly until: number;
}

export interface HomeSource {
  readonly name: string;
  /** How it answered last; null where nobody has asked it. `at` in seconds since the epoch. */
  readonly last: { readonly at: number; readonly ok: boolean; readonly because: string | null } | null;
}

export interface HomeContent {
  /** The newest first. */
  readonly questions: readonly HomeQuestion[];
  readonly incidents: readonly HomeIncident[];
  /** Those that go on and were told. */
  readonly alerts: readonly ListedAlert[];
  readonly watches: readonly HomeWatch[];
  readonly sources: readonly HomeSource[];
  /** Of the answers that were judged within so many days; null where none was. */
  readonly accuracy: { readonly right: number; readonly judged: number; readonly days: number } | null;
  /** Seconds since the epoch. */
  readonly now: number;
  /** The direct message with this person: where Home is, as access is concerned, and where what is pressed is answered. */
  readonly channel: string;
}

/** Slack takes 100 blocks in a Home tab; these keep well below it. */
const QUESTIONS = 8;
const INCIDENTS = 10;
const SOURCES = 20;
/** Of fewer a percentage would claim more than they hold. */
const MANY = 20;

/** Where it is; a direct message has no name. */
function placeText(channel: string): string {
  return channel.startsWith('D') ? 'in a direct message' : `in <#${channel}>`;
}

function momentText(seconds: number, now: number, style: TimeStyle): string {
  return `${shortTime(seconds, style, now)} ${zoneName(seconds, style)}`;
}

/** Where Home is and what a button of it is about, as the button carries both. */
export interface HomeButton {
  readonly channel: string;
  readonly about: string;
}

/** What `withButton` wrote: ids of channels have no spaces. */
export function readHomeButton(value: string): HomeButton {
  const [channel = '', ...about] = value.split(' ');
  return { channel, about: about.join(' ') };
}

function withButton(
  block: SectionBlock,
  id: string,
  text: string,
  { channel, about }: HomeButton,
): SectionBlock {
  const [button] = actions([{ id, text, value: `${channel} ${about}` }]).elements;
  return button?.type === 'button' ? { ...block, accessory: button } : block;
}

function answerBlock(answer: Answer | null, style: TimeStyle): SectionBlock {
  if (answer === null) return section(':hourglass_flowing_sand: not answered yet');
  const { text, blocks } = verdictMessage(answer, style);
  const [first] = blocks;
  return first?.type === 'section' ? first : section(text);
}

function questionBlocks(
  question: HomeQuestion,
  home: string,
  now: number,
  style: TimeStyle,
): readonly KnownBlock[] {
  const { id, text, answer, channel, askedAt, link, canRerun } = question;
  const block = answerBlock(answer, style);
  const about = [
    code(text),
    momentText(askedAt, now, style),
    placeText(channel),
    ...(link === null ? [] : [`<${link}|Open the thread>`]),
  ];
  return [
    canRerun ? withButton(block, 'flows-home-rerun', 'Rerun', { channel: home, about: id }) : block,
    smallLines([about.join(' · ')]),
  ];
}

function incidentLine(
  { number, title, severity, channel, openedAt }: HomeIncident,
  now: number,
  style: TimeStyle,
) {
  const about = [
    ...(severity === null ? [] : [escaped(severity)]),
    placeText(channel),
    `since ${momentText(openedAt, now, style)}`,
  ];
  return `:rotating_light: *INC-${number}* ${escaped(title)} · ${about.join(' · ')}`;
}

/** `asked again 3 times, 1 of them without an answer`. */
function runsText({ asked, failed }: HomeWatch): string {
  return `asked again ${counted(asked, 'time')}${failed > 0 ? `, ${failed} of them without an answer` : ''}`;
}

function watchBlocks(watch: HomeWatch, home: string, now: number): readonly KnownBlock[] {
  const { id, question, channel, verdict, summary, asked, changes, until } = watch;
  const about = [
    code(question),
    placeText(channel),
    ...(asked === 0 ? ['not asked again yet'] : [runsText(watch), counted(changes, 'change')]),
    `ends in ${duration(until - now)}`,
  ];
  const block = section(`:eyes: *${escaped(verdict)}*  ${escaped(summary)}`);
  return [
    withButton(block, 'flows-home-unwatch', 'Stop watching', { channel: home, about: id }),
    smallLines([about.join(' · ')]),
  ];
}

function sourceLine({ name, last }: HomeSource, now: number, style: TimeStyle): string {
  if (last === null) return `:white_circle: *${escaped(name)}*  not asked yet`;
  const when = momentText(last.at, now, style);
  if (last.ok) return `:large_green_circle: *${escaped(name)}*  answered ${when}`;
  const why = last.because === null ? '' : `: ${escaped(last.because)}`;
  return `:red_circle: *${escaped(name)}*  failed ${when}${why}`;
}

function accuracyLines({ accuracy }: HomeContent): readonly string[] {
  if (accuracy === null) return [];
  const { right, judged, days } = accuracy;
  const part = judged < MANY ? '' : ` (${share(right / judged)})`;
  return [`Judged within ${days} days: ${right} of ${counted(judged, 'answer')} right${part}`];
}

/** The first of them, and how many more there are. */
function listed<T>(all: readonly T[], most: number, line: (one: T) => string): readonly KnownBlock[] {
  const left = all.length - most;
  return [sectionLines([...all.slice(0, most).map(line), ...(left > 0 ? [`… and ${left} more`] : [])])];
}

function part(title: string, blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  return blocks.length === 0 ? [] : [header(title), ...blocks];
}

export function homeView(content: HomeContent, style: TimeStyle): HomeView {
  const { questions, incidents, alerts, watches, sources, now, channel } = content;
  const asked = questions.slice(0, QUESTIONS).flatMap((one) => questionBlocks(one, channel, now, style));
  const nothing = section('You have not asked anything yet. Try `/flows help` in any channel.');
  const blocks = [
    ...part(
      'Open incidents',
      incidents.length === 0 ? [] : listed(incidents, INCIDENTS, (one) => incidentLine(one, now, style)),
    ),
    ...part('Alerts', homeAlertBlocks(alerts, style)),
    ...part(
      'Questions that are watched',
      watches.flatMap((one) => watchBlocks(one, channel, now)),
    ),
    ...part('Your recent questions', asked.length === 0 ? [nothing] : asked),
    ...part(
      'Sources',
      listed(sources, SOURCES, (one) => sourceLine(one, now, style)),
    ),
    divider(),
    smallLines([...accuracyLines(content), `As of ${momentText(now, now, style)}`]),
  ];
  return { type: 'home', blocks };
}

/** For who may not ask anything. Untrusted. */
export function refusedHome(because: string, todo: string): HomeView {
  return { type: 'home', blocks: [section(`:lock: ${escaped(because)}`), section(escaped(todo))] };
}
