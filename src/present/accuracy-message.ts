/** How often answers were right: what a person is told who judges one, and who asks. */
import type { Counted, Precision, Tally } from '../diagnosis/precision.ts';
import { message, type SlackMessage } from './block-kit.ts';
import { section, sectionLines, smallLines } from './blocks.ts';
import { code, escaped } from './mrkdwn.ts';
import { counted, share } from './quantities.ts';

/** Of fewer a percentage would claim more than they hold. */
const MANY = 20;

/** `38 of 41 right (93 %)`, `3 of 4 right`. */
function tallyText({ right, judged }: Tally): string {
  const text = `${right} of ${judged} right`;
  return judged < MANY ? text : `${text} (${share(right / judged)})`;
}

function sentenceOf({ right, judged }: Tally, days: number): string {
  const within = `within ${counted(days, 'day')}`;
  if (judged === 0) return `No answer was judged ${within}.`;
  const percentage = judged < MANY ? ', too few to tell much' : ` (${share(right / judged)})`;
  return `Of the ${counted(judged, 'answer')} judged ${within}, ${right} ${right === 1 ? 'was' : 'were'} right${percentage}.`;
}

/** To who judged an answer. */
export function notedMessage(parts: {
  readonly isRight: boolean;
  readonly verdict: string;
  readonly precision: Precision;
  readonly days: number;
}): SlackMessage {
  const { isRight, verdict, precision, days } = parts;
  const alike = precision.byVerdict.find(({ of }) => of === verdict);
  const text = [
    `Noted: ${isRight ? 'right' : 'wrong'}.`,
    sentenceOf(precision.total, days),
    ...(alike && precision.byVerdict.length > 1 ? [`Of those with ${verdict}, ${tallyText(alike)}.`] : []),
  ].join(' ');
  return message(escaped(text), [
    section(`${isRight ? ':+1:' : ':-1:'} ${escaped(text)}`),
    smallLines([`All of it: ${code('/flows accuracy')}`]),
  ]);
}

function listOf(title: string, rows: readonly (readonly [string, Tally])[]) {
  if (rows.length === 0) return [];
  return [sectionLines([`*${title}*`, ...rows.map(([of, tally]) => `${of}  ${escaped(tallyText(tally))}`)])];
}

function namedRows(rows: readonly Counted[]): readonly (readonly [string, Tally])[] {
  return rows.map(({ of, ...tally }) => [code(of), tally]);
}

const WEEK = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** To who asks how often answers are right. */
export function accuracyMessage(precision: Precision, days: number): SlackMessage {
  const { total, byVerdict, byConfidence, byWeek } = precision;
  const headline = sentenceOf(total, days);
  const weeks = byWeek.map(({ start, ...tally }) => [`week of ${WEEK.format(start)}`, tally] as const);
  return message(escaped(headline), [
    section(`*${escaped(headline)}*`),
    ...listOf('By week', weeks),
    ...listOf('By verdict', namedRows(byVerdict)),
    ...listOf('By how sure the answer was', namedRows(byConfidence)),
    smallLines([
      'As people judged with Right and Wrong under an answer, whose last word counts; what nobody judged is not in it.',
    ]),
  ]);
}
