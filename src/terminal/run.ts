/** The `flows` command: from its arguments to an answer on stdout and an exit code. */
import type { DetectionSettings } from '../analyzers/detection/detecting.ts';
import { deliveredText } from '../commands/grammar/plain-text.ts';
import { isTimeZone } from '../commands/grammar/time-zone.ts';
import type { Understood } from '../commands/verb.ts';
import type { Budgets } from '../config.ts';
import type { Answer } from '../diagnosis/answer.ts';
import { createLedger } from '../investigation/ledger.ts';
import type { Spending } from '../investigation/question-spending.ts';
import type { Source } from '../investigation/source.ts';
import { parseCidr, parseIpAddress } from '../record/address.ts';
import { carryOut, isOfTerminal, type TerminalAction } from './actions.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { DONE, WRONG_QUESTION } from './exit-codes.ts';
import { failure } from './failure.ts';
import { flagsHelp } from './flags.ts';
import type { QuestionWords } from './lists.ts';
import { printAnswer, writeLine } from './print.ts';
import { createProgressLine, type ProgressLine } from './progress.ts';
import { formOf, saverFor } from './save.ts';
import { decider } from './spend.ts';
import type { Terminal } from './terminal.ts';

/** `argv` is what follows `flows`. @returns one of the exit codes */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const read = await readArguments(argv, QUESTION_WORDS);
  if (read.kind === 'wrong') {
    writeLine(terminal.stderr, `${read.message}\nflows --help lists the flags.`);
    return WRONG_QUESTION;
  }
  if (read.kind === 'version') return print(terminal, await terminal.version());
  if (read.kind === 'demo') return terminal.runDemo();
  if (read.kind === 'help' && read.text === '' && read.form === 'text')
    writeLine(terminal.stdout, flagsHelp());

  const timeZone = read.timeZone ?? zoneOf(terminal.env['TZ']);
  const answer = await answerTo(read, timeZone, terminal);
  if (isOfTerminal(answer)) return carryOut(answer, read, timeZone, terminal);
  const code = await printAnswer(answer, { form: read.form, timeZone }, terminal);
  for (const hint of hintsAt(answer, read)) writeLine(terminal.stderr, hint);
  return code;
}

/** What else a mistake may come from than from the question as it was read. */
function* hintsAt(answer: Answer, read: Arguments): Generator<string> {
  const taken = takenForPath(answer, read);
  if (taken !== undefined)
    yield `'${taken}' was taken as a path of --records: if it belongs to the question, put that flag after the question.`;
  if (isArrowCut(answer, read))
    yield "If you typed '->', the shell took what follows it as the name of a file to write to: write 'to' instead.";
}

/** `a -> b` outside quotes is, to a shell, `a -` written to a file `b`. The dash is then no word, or is looked for as a name. */
function isArrowCut(answer: Answer, { text }: Arguments): boolean {
  const among = (words: string) => words.split(/\s/).includes('-');
  if (answer.kind === 'failure') return among(answer.attempted);
  return answer.kind === 'mistake' && among(text);
}

/** A name in the question cannot be told from a path until no such file is there, or the question lacks one. */
function takenForPath(answer: Answer, { sources }: Arguments): string | undefined {
  const paths = sources.records?.slice(1) ?? [];
  if (answer.kind === 'failure') return paths.find((path) => answer.attempted.endsWith(` ${path}`));
  return answer.kind === 'mistake' ? paths.find((path) => /^[\w-]+$/.test(path)) : undefined;
}

function print({ stdout }: Terminal, line: string): number {
  writeLine(stdout, line);
  return DONE;
}

const QUESTION_WORDS: QuestionWords = {
  async verbs() {
    const { VERBS } = await import('../commands/index.ts');
    return ['ask', 'demo', ...VERBS.map(({ name }) => name)];
  },
  async goesOn(words, at) {
    const word = words[at] ?? '';
    if (parseIpAddress(word) || parseCidr(word)) return true;
    const { clauseAt } = await import('../commands/grammar/clause-words.ts');
    const unquoted = words.map((text) => ({ text, quoted: false }));
    // A folder may be named as a day or a duration is written, but hardly by a plain word of a clause.
    return /^[a-z]+$/i.test(word) && clauseAt(unquoted, at) !== undefined;
  },
};

/** UTC unless TZ names a zone; POSIX writes it with a colon in front, and may hold rules that are no zone. */
function zoneOf(variable: string | undefined): string {
  const name = variable?.replace(/^:/, '') ?? '';
  return name !== '' && isTimeZone(name) ? name : 'UTC';
}

/** @returns what is to be printed, or the action that gets it */
async function answerTo(
  read: Arguments,
  timeZone: string,
  terminal: Terminal,
): Promise<Answer | TerminalAction> {
  // A record is explained without the grammar and the analyzers, which take longer to load than the answer takes.
  const record = read.kind === 'question' ? /^decode\s+(\S+\s.*)$/s.exec(read.text)?.[1] : undefined;
  if (record !== undefined) return (await import('../commands/decode.ts')).decode.answer(record, []);

  const { understand, answer } = await import('../commands/answer.ts');
  const now = Math.floor((read.now ?? terminal.now()) / 1000);
  const text = read.kind === 'help' ? `help ${read.text.split(/\s/)[0]}` : read.text;
  const understood = await withOutput(understand(deliveredText(text), { now, timeZone }), read.output);
  if (understood.kind === 'immediate') return understood.answer;
  if (understood.kind === 'action') {
    const { action } = understood;
    if (isOfTerminal(action)) return action;
    return (await import('../commands/action.ts')).doneInSlack(action);
  }

  const { signal, monotonic, stderr, lookUp } = terminal;
  let budgets: Budgets | null;
  let detection: DetectionSettings | null;
  let sources: readonly Source[];
  try {
    budgets = await terminal.readBudgets(read.sources);
    detection = understood.verb.detects ? await terminal.readDetection(read.sources) : null;
    sources = await terminal.openSources(read.sources, now);
  } catch (error) {
    return failure(understood.request.text, error);
  }
  const progress = createProgressLine(stderr, monotonic);
  const spending = budgets && !read.spend ? spendingOf(budgets, terminal, progress) : null;
  try {
    return await answer(understood, {
      now,
      monotonic,
      sources,
      signal,
      onProgress: progress.show,
      asker: 'terminal',
      ...(spending ? { spending } : {}),
      ...(lookUp ? { lookUp } : {}),
      ...(detection ? { detection } : {}),
      save: saverFor(read.output, now),
    });
  } finally {
    progress.stop();
    await closeAll(sources, terminal);
  }
}

/** This process has one question: what others spend, and what was spent before, it does not know. */
function spendingOf(budgets: Budgets, terminal: Terminal, progress: ProgressLine): Spending {
  const ledger = createLedger(() => Math.floor(terminal.now() / 1000));
  const { decide } = decider(terminal);
  return {
    budgets,
    ledger,
    ...(decide ? { decide: (overspend) => progress.aside(() => decide(overspend)) } : {}),
  };
}

/** A question with `--output` wants a file, in the form that its words say or else the name of the file. */
async function withOutput(understood: Understood, output: string | undefined): Promise<Understood> {
  if (output === undefined || understood.kind !== 'question') return understood;
  const { verb, request } = understood;
  const file = request.file ?? formOf(output);
  if (file && verb.clauses.includes('as')) return { ...understood, request: { ...request, file } };
  const problem = verb.clauses.includes('as')
    ? `--output ${output} does not end in .csv or .parquet.`
    : `--output is for results that are lists, and ${verb.name} gives none.`;
  const { VERBS } = await import('../commands/index.ts');
  const listing = VERBS.filter((one) => one.kind === 'question' && one.clauses.includes('as'));
  const allowed = `${listing.map(({ name }) => name).join(', ')} with --output and a name that ends in .csv or .parquet`;
  const example = 'records 10.0.1.5 --output records.csv';
  return { kind: 'immediate', answer: { kind: 'mistake', text: request.text, problem, allowed, example } };
}

/** An answer that is there is not lost to a source that does not close. */
async function closeAll(sources: readonly Source[], { stderr }: Terminal): Promise<void> {
  const closed = await Promise.allSettled(sources.map(({ engine }) => engine.close()));
  for (const [index, result] of closed.entries()) {
    if (result.status === 'rejected') {
      writeLine(stderr, `flows: ${sources[index]?.name} did not close: ${String(result.reason)}`);
    }
  }
}
