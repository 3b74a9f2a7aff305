/** An answer on the terminal: data to stdout in the form that was asked for, everything else to stderr; and the exit code that scripts go by. */
import type { Answer, DiagnosisAnswer, ExplanationAnswer, HelpAnswer } from '../diagnosis/answer.ts';
import { renderJson } from '../present/json.ts';
import { renderText } from '../present/text.ts';
import type { Form } from './arguments.ts';
import { DONE, PAST_BUDGET, SOURCE_NOT_READ, STOPPED, WRONG_QUESTION } from './exit-codes.ts';
import type { Output, Terminal } from './terminal.ts';

const WIDTH = 100;

const EXIT_CODES: Readonly<Record<Answer['kind'], number>> = {
  diagnosis: DONE,
  explanation: DONE,
  help: DONE,
  mistake: WRONG_QUESTION,
  failure: SOURCE_NOT_READ,
  'over-budget': PAST_BUDGET,
  cancelled: STOPPED,
};

export async function printAnswer(
  answer: Answer,
  { form, timeZone }: { readonly form: Form; readonly timeZone: string },
  { stdout, stderr }: Pick<Terminal, 'stdout' | 'stderr'>,
): Promise<number> {
  if (answer.kind === 'diagnosis' || answer.kind === 'explanation' || answer.kind === 'help') {
    writeLine(stdout, await rendered(answer, form, timeZone, stdout));
  } else {
    writeLine(stderr, text(answer, timeZone, stderr));
    if (answer.kind === 'over-budget') writeLine(stderr, 'Or allow it: --spend');
  }
  return EXIT_CODES[answer.kind];
}

type Answered = DiagnosisAnswer | ExplanationAnswer | HelpAnswer;

async function rendered(answer: Answered, form: Form, timeZone: string, output: Output): Promise<string> {
  switch (form) {
    case 'json':
      return renderJson(dataOf(answer));
    case 'markdown':
      return (await import('../present/markdown.ts')).renderMarkdown(answer, { timeZone });
    case 'csv':
      return (await import('../present/csv.ts')).renderCsv(answer);
    case 'text':
      return text(answer, timeZone, output);
  }
}

function dataOf(answer: Answered): unknown {
  if (answer.kind === 'diagnosis') return answer.diagnosis;
  if (answer.kind === 'explanation') return answer.explanation;
  return { verbs: answer.verbs, notes: answer.notes };
}

function text(answer: Answer, timeZone: string, output: Output): string {
  const color = output.isTTY === true && output.hasColors?.() === true;
  return renderText(answer, { timeZone, width: output.columns ?? WIDTH, color });
}

export function writeLine(output: Output, line: string): void {
  output.write(line.endsWith('\n') ? line : `${line}\n`);
}
