/** Asks one question after another, and the same again until its answer makes a configuration that flows itself reads. */
import { readConfig } from '../../config-schema.ts';
import { type Answers, usualAnswers } from './answers.ts';
import { configurationText } from './configuration-text.ts';
import { QUESTIONS, type Question } from './questions.ts';
import { isWrong, type Wrong } from './typed.ts';

export interface InterviewParts {
  /** Null where the input has ended. @throws the signal's reason when it is aborted meanwhile */
  readonly ask: (prompt: string) => Promise<string | null>;
  /** Says something beside the questions. */
  readonly say: (line: string) => void;
  /** Log groups that flow logs write to; null where that cannot be found out. */
  readonly findGroups: (answers: Answers) => Promise<readonly string[] | null>;
  /** Of the environment; null where it names none. */
  readonly region: string | null;
}

/** What the configuration would be refused for, in the words of its schema; null where it would be read. */
function refusal(answers: Answers): string | null {
  const read = readConfig({}, { path: 'flows.config.yaml', text: configurationText(answers) });
  return 'issues' in read ? (read.issues[0] ?? null) : null;
}

/** @returns the answers with this one; or why it cannot be taken */
export function taken(
  question: Question,
  typed: string,
  answers: Answers,
  found: readonly string[] = [],
): Answers | Wrong {
  const text = typed.trim();
  const next = question.take(text === '' ? question.usual(answers) : text, answers, found);
  if (isWrong(next)) return next;
  const wrong = refusal(next);
  return wrong === null ? next : { wrong };
}

/** What is taken where nobody is asked. */
export function unasked(region: string | null): Answers {
  return QUESTIONS.reduce((answers, question) => {
    const next = taken(question, '', answers);
    return isWrong(next) ? answers : next;
  }, usualAnswers(region));
}

async function offered({ findGroups, say }: InterviewParts, answers: Answers): Promise<readonly string[]> {
  say('Looking for log groups that flow logs write to …');
  const found = await findGroups(answers);
  if (found === null) say('They cannot be found out with the credentials that are here: name them.');
  else if (found.length === 0) say('No flow log of this account and region writes to CloudWatch Logs.');
  else for (const [index, group] of found.entries()) say(`  ${index + 1}  ${group}`);
  return found ?? [];
}

async function answered(
  question: Question,
  answers: Answers,
  parts: InterviewParts,
): Promise<Answers | null> {
  const found = question.offersGroups ? await offered(parts, answers) : [];
  for (;;) {
    const typed = await parts.ask(`${question.text} [${question.usual(answers)}] `);
    if (typed === null) return null;
    const next = taken(question, typed, answers, found);
    if (!isWrong(next)) return next;
    parts.say(`  ${next.wrong}${/[.?]$/.test(next.wrong) ? '' : '.'}`);
  }
}

/** @returns null where the input ended before all was asked. @throws the signal's reason when it is aborted */
export async function interview(parts: InterviewParts): Promise<Answers | null> {
  let answers = usualAnswers(parts.region);
  for (const question of QUESTIONS) {
    if (!question.isAsked(answers)) continue;
    const next = await answered(question, answers, parts);
    if (next === null) return null;
    answers = next;
  }
  return answers;
}
