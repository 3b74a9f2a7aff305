/** Answers as Slack messages: the root that carries a question, and the thread that answers it. */
import type { KnownBlock } from '@slack/types';
import type { Answer, HelpAnswer } from '../diagnosis/answer.ts';
import type { Explanation } from '../record/explain.ts';
import { actions, context, divider, header, preformatted, section, tableBlock } from './blocks.ts';
import { cut, MESSAGE_TEXT } from './limits.ts';
import { withinMessage } from './message-size.ts';
import { code, escaped } from './mrkdwn.ts';
import { type Outline, outlineOf, type Severity } from './outline.ts';
import type { TimeStyle } from './time.ts';

export interface SlackMessage {
  /** What notifications and screen readers say. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** `classic`: blocks that every Slack client draws. `newer`: tables and rich text too. */
export type BlockForm = 'classic' | 'newer';

const DOTS: Readonly<Record<Severity, string>> = {
  blocked: ':red_circle:',
  look: ':large_orange_circle:',
  fine: ':large_green_circle:',
  open: ':white_circle:',
  list: ':large_blue_circle:',
};

function message(text: string, blocks: readonly KnownBlock[]): SlackMessage {
  return { text: cut(text, MESSAGE_TEXT).trim() || 'flows', blocks: withinMessage(blocks) };
}

/** The root while the question runs. */
export function questionMessage(parts: {
  /** As typed: untrusted. */
  readonly question: string;
  /** A Slack user id. */
  readonly askedBy: string | null;
  readonly progress: string | null;
  /** What the cancel button carries; no button without it. */
  readonly cancelValue: string | null;
}): SlackMessage {
  const { question, askedBy, progress, cancelValue } = parts;
  const who = askedBy ? ` · asked by <@${askedBy}>` : '';
  return message(`Running: ${escaped(question)}`, [
    section(`:hourglass_flowing_sand: ${code(question)}`),
    context([`${escaped(progress ?? 'running')}${who}`]),
    ...(cancelValue === null ? [] : [actions([{ id: 'flows-cancel', text: 'Cancel', value: cancelValue }])]),
  ]);
}

/** The path, preformatted, with the rejected leg under the accepted one. */
function pathBlocks({ path }: Outline): readonly KnownBlock[] {
  return path.length === 0 ? [] : [preformatted(path)];
}

function nextBlocks({ next }: Outline): readonly KnownBlock[] {
  return next.isCommand
    ? [section('*Next check*'), preformatted([next.text])]
    : [section(`*Next check*  ${escaped(next.text)}`)];
}

function otherBlocks({ others }: Outline): readonly KnownBlock[] {
  if (others.length === 0) return [];
  const shown = others.slice(0, 5).map((other) => `• ${escaped(other)}`);
  const left = others.length - shown.length;
  return [divider(), section(['*Also*', ...shown, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n'))];
}

function diagnosisBlocks(outline: Outline, form: BlockForm): readonly KnownBlock[] {
  const { table, blocker, status, headline, smallPrint, severity } = outline;
  return [
    section(`${DOTS[severity]} *${escaped(headline)}*`),
    ...(status ? [context([escaped(status)])] : []),
    ...pathBlocks(outline),
    ...(blocker ? [section(`*Blocked by*  ${escaped(blocker)}`)] : []),
    ...(table ? tableBlock(table, form === 'newer') : []),
    ...(table?.caption ? [context([escaped(table.caption)])] : []),
    ...nextBlocks(outline),
    ...otherBlocks(outline),
    context(smallPrint.map(escaped)),
  ];
}

function explanationBlocks({ headline, notes, communityId, caveats }: Explanation): readonly KnownBlock[] {
  return [
    section(`*${escaped(headline)}*`),
    section(notes.map(({ about, text }) => `*${escaped(about)}*  ${escaped(text)}`).join('\n') || ' '),
    ...(communityId ? [section(`*community id*  ${code(communityId)}`)] : []),
    ...(caveats.length > 0 ? [context(caveats.map(escaped))] : []),
  ];
}

function helpBlocks({ verbs, notes }: HelpAnswer): readonly KnownBlock[] {
  const full = verbs.length === 1;
  return [
    header(full ? `flows ${verbs[0]?.name ?? ''}` : 'What flows answers'),
    ...verbs.map(({ name, summary, usage, examples }) =>
      section(
        [
          `*${escaped(name)}*  ${escaped(summary)}`,
          code(usage),
          ...examples.slice(0, full ? examples.length : 1).map((example) => `e.g. ${code(example)}`),
        ].join('\n'),
      ),
    ),
    ...(notes.length > 0 ? [context(notes.map(escaped))] : []),
  ];
}

function blocksOf(answer: Answer, form: BlockForm, style: TimeStyle): readonly KnownBlock[] {
  switch (answer.kind) {
    case 'diagnosis':
      return diagnosisBlocks(outlineOf(answer.diagnosis, style), form);
    case 'explanation':
      return explanationBlocks(answer.explanation);
    case 'help':
      return helpBlocks(answer);
    case 'mistake':
      return [
        section(`:warning: ${escaped(answer.problem)}`),
        section(`*Allowed*  ${escaped(answer.allowed)}`),
        section(`*Try*  ${code(`/flows ${answer.example}`)}`),
      ];
    case 'failure':
      return [
        section(`:x: *Could not ${escaped(answer.attempted)}*`),
        section(escaped(answer.happened)),
        section(`*What to do*  ${escaped(answer.todo)}`),
      ];
    case 'cancelled':
      return [section(`:octagonal_sign: Stopped: ${escaped(answer.because)}`)];
  }
}

/** The answer in a sentence. */
function sentenceOf(answer: Answer): string {
  switch (answer.kind) {
    case 'diagnosis':
      return answer.diagnosis.summary;
    case 'explanation':
      return answer.explanation.headline;
    case 'help':
      return 'What flows answers, and how to ask';
    case 'mistake':
      return `${answer.problem} Try: /flows ${answer.example}`;
    case 'failure':
      return `Could not ${answer.attempted}: ${answer.happened}`;
    case 'cancelled':
      return `Stopped: ${answer.because}`;
  }
}

/** What the root becomes once the question is answered: the verdict at a glance; the reasons are in its thread. */
export function verdictMessage(answer: Answer, style: TimeStyle): SlackMessage {
  const sentence = escaped(sentenceOf(answer));
  const question = 'question' in answer ? [context([code(answer.question)])] : [];
  if (answer.kind !== 'diagnosis')
    return message(sentence, [...blocksOf(answer, 'classic', style).slice(0, 1), ...question]);
  const outline = outlineOf(answer.diagnosis, style);
  const status = outline.status ? ` · ${escaped(outline.status)}` : '';
  return message(sentence, [
    section(`${DOTS[outline.severity]} *${sentence}*`),
    context([`${code(answer.question)}${status}`]),
  ]);
}

/** The replies in the thread, in order. */
export function threadMessages(answer: Answer, form: BlockForm, style: TimeStyle): readonly SlackMessage[] {
  return [message(escaped(sentenceOf(answer)), blocksOf(answer, form, style))];
}

/** The same for one person alone. */
export function ephemeralMessage(answer: Answer, style: TimeStyle): SlackMessage {
  return message(escaped(sentenceOf(answer)), blocksOf(answer, 'classic', style));
}

/** The bot may not write in the channel it was asked in. */
export function notInvited(question: string): SlackMessage {
  const invite = 'I cannot write in this conversation. Invite me with /invite @flows, then ask again.';
  return message(invite, [
    section(
      ':lock: I cannot write in this conversation, so only you see this. Invite me with `/invite @flows`, then ask again:',
    ),
    section(code(`/flows ${question}`)),
  ]);
}
