/** Answers as Slack messages: the root that carries a question, and the thread that answers it. */

import type { Answer } from '../diagnosis/answer.ts';
import type { Explanation } from '../record/explain.ts';
import { answerActions, type Offer } from './answer-actions.ts';
import type { BlockForm } from './block-form.ts';
import { actions, preformattedText, section, sectionLines, smallLines } from './blocks.ts';
import { detailBlocks, headlineBlock } from './diagnosis-blocks.ts';
import { helpBlocks } from './help-blocks.ts';
import { sureText } from './how-sure.ts';
import { cut, MESSAGE_TEXT } from './limits.ts';
import type { MessageBlock } from './message-block.ts';
import { pagesOf, withinMessage } from './message-size.ts';
import { code, escaped, prose } from './mrkdwn.ts';
import { outlineOf } from './outline.ts';
import { overBudgetText, overBudgetTodo } from './over-budget.ts';
import { asSentence } from './sentence.ts';
import { renderText } from './text.ts';
import type { TimeStyle } from './time.ts';

export type { BlockForm } from './block-form.ts';

export interface SlackMessage {
  /** What notifications and screen readers say. */
  readonly text: string;
  readonly blocks: MessageBlock[];
}

/** A message within Slack's limits. Its texts are escaped already. @param end blocks that it ends with in any case */
export function message(
  text: string,
  blocks: readonly MessageBlock[],
  end: readonly MessageBlock[] = [],
): SlackMessage {
  return { text: cut(text, MESSAGE_TEXT).trim() || 'flows', blocks: withinMessage(blocks, end) };
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
    smallLines([`${escaped(progress ?? 'running')}${who}`]),
    ...(cancelValue === null ? [] : [actions([{ id: 'flows-cancel', text: 'Cancel', value: cancelValue }])]),
  ]);
}

function explanationBlocks({ headline, notes, communityId, caveats }: Explanation): readonly MessageBlock[] {
  return [
    section(`*${escaped(headline)}*`),
    sectionLines(notes.map(({ about, text }) => `*${escaped(about)}*  ${escaped(text)}`)),
    ...(communityId ? [section(`*community id*  ${code(communityId)}`)] : []),
    ...(caveats.length > 0 ? [smallLines(caveats.map(escaped))] : []),
  ];
}

function blocksOf(answer: Answer, form: BlockForm, style: TimeStyle): readonly MessageBlock[] {
  switch (answer.kind) {
    case 'diagnosis':
      return detailBlocks(answer.diagnosis, answer.question, form, style);
    case 'explanation':
      return explanationBlocks(answer.explanation);
    case 'help':
      return helpBlocks(answer);
    case 'mistake':
      return [
        section(`:warning: ${escaped(answer.problem)}`),
        section(`*Allowed*  ${prose(answer.allowed)}`),
        section(`*Try*  ${code(`/flows ${answer.example}`)}`),
      ];
    case 'failure':
      return [
        section(`:x: *Could not ${escaped(answer.attempted)}*`),
        section(escaped(asSentence(answer.happened))),
        section(`*What to do*  ${escaped(answer.todo)}`),
      ];
    case 'over-budget': {
      const text = overBudgetText(answer.overspend);
      return [
        section(`:moneybag: *Not run.* ${escaped(text.headline)}`),
        sectionLines(text.because.map(escaped)),
        section(`*What to do*  ${escaped(overBudgetTodo(text))}`),
      ];
    }
    case 'cancelled':
      return [section(`:octagonal_sign: Stopped: ${escaped(answer.because)}`)];
  }
}

/** The answer in a sentence. */
export function sentenceOf(answer: Answer): string {
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
    case 'over-budget':
      return `Not run. ${overBudgetText(answer.overspend).headline}`;
    case 'cancelled':
      return `Stopped: ${answer.because}`;
  }
}

function headBlocks(answer: Answer, style: TimeStyle): readonly MessageBlock[] {
  return answer.kind === 'diagnosis' ? [headlineBlock(outlineOf(answer.diagnosis, style))] : [];
}

/** Verdict and confidence in short; a list has none. */
function statusOf(answer: Answer): readonly string[] {
  if (answer.kind !== 'diagnosis' || answer.diagnosis.verdict === 'listing') return [];
  const { verdict, confidence } = answer.diagnosis;
  return [`${verdict} · ${sureText(confidence)}`];
}

/** What the root becomes once the question is answered: the verdict at a glance; the reasons are in its thread. */
export function verdictMessage(
  answer: Answer,
  style: TimeStyle,
  askedBy: string | null = null,
  offer: Offer | null = null,
): SlackMessage {
  const [first] = [...headBlocks(answer, style), ...blocksOf(answer, 'classic', style)];
  const about = [
    ...('question' in answer
      ? [code(answer.question)]
      : answer.kind === 'mistake'
        ? [code(answer.text)]
        : []),
    ...statusOf(answer),
    ...(askedBy === null ? [] : [`asked by <@${askedBy}>`]),
  ];
  return message(escaped(sentenceOf(answer)), [
    ...(first ? [first] : []),
    ...(about.length > 0 ? [smallLines([about.join(' · ')])] : []),
    // What was stopped has nothing else to carry its button.
    ...(answer.kind === 'cancelled' ? answerActions(answer, offer) : []),
  ]);
}

/** Each of them may be what somebody has to look at, so none is left out. */
function hasDetections(answer: Answer): boolean {
  return answer.kind === 'diagnosis' && answer.diagnosis.findings.some(({ detection }) => detection);
}

/** The replies in the thread under the verdict, in order. The last has the buttons. */
export function threadMessages(
  answer: Answer,
  form: BlockForm,
  style: TimeStyle,
  offer: Offer | null = null,
): readonly SlackMessage[] {
  const end = answerActions(answer, offer);
  const text = escaped(sentenceOf(answer));
  const blocks = blocksOf(answer, form, style);
  if (!hasDetections(answer)) return [message(text, blocks, end)];
  const pages = pagesOf(blocks, end);
  return pages.map((page, index) => message(text, page, index === pages.length - 1 ? end : []));
}

/** Verdict and reasons in one message, for where there is no thread to divide them over. */
export function wholeMessage(
  answer: Answer,
  form: BlockForm,
  style: TimeStyle,
  offer: Offer | null = null,
): SlackMessage {
  const blocks = [...headBlocks(answer, style), ...blocksOf(answer, form, style)];
  return message(escaped(sentenceOf(answer)), blocks, answerActions(answer, offer));
}

/** The same for one person alone. */
export function ephemeralMessage(answer: Answer, style: TimeStyle): SlackMessage {
  return wholeMessage(answer, 'classic', style);
}

/** Columns of the answer as plain text: about what a preformatted block shows beside Slack's sidebar. */
const TEXT_WIDTH = 90;

/** The whole answer without any block, for a Slack that refuses them. */
export function textMessage(answer: Answer, style: TimeStyle): SlackMessage {
  const lines = renderText(answer, { ...style, width: TEXT_WIDTH, color: false })
    .trimEnd()
    .split('\n');
  return { text: preformattedText(lines, MESSAGE_TEXT), blocks: [] };
}

/** A sentence of the bot's own, in mrkdwn. */
export function noticeMessage(mrkdwn: string): SlackMessage {
  return message(mrkdwn, [section(mrkdwn)]);
}

/** Why a question has no answer here, and what to do. */
export function problemMessage(parts: {
  readonly problem: string;
  /** With backticks around what is to be typed. */
  readonly todo: string;
  /** As typed: untrusted. */
  readonly question: string;
}): SlackMessage {
  const { problem, todo, question } = parts;
  return message(escaped(problem), [
    section(`:warning: ${escaped(problem)}`),
    section(prose(todo)),
    smallLines([code(`/flows ${question}`)]),
  ]);
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
