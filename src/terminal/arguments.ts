/** The command line of `flows`: its flags, and the text of the question among them. */
import { type Command, CommanderError, type Option } from 'commander';
import { quote } from '../commands/grammar/words.ts';
import { type Options, program } from './flags.ts';
import { endLists, type QuestionWords } from './lists.ts';

export type Form = 'text' | 'json' | 'markdown' | 'csv';

/** Where the flags say the records are; nothing said: the configured sources, or the demo network. */
export interface SourceFlags {
  readonly records?: readonly string[];
  readonly format?: string;
  readonly inventory?: string;
  readonly flowLogs?: string;
  readonly logGroups?: readonly string[];
  readonly athenaTable?: { readonly database: string; readonly table: string };
  readonly workgroup?: string;
  readonly region?: string;
  /** The configuration file. */
  readonly config?: string;
}

export interface Arguments {
  readonly kind: 'question' | 'demo' | 'help' | 'version';
  /** The question as it would be typed into Slack. */
  readonly text: string;
  readonly form: Form;
  /** Milliseconds since the epoch at which the clock stands still. */
  readonly now?: number;
  readonly timeZone?: string;
  /** Budgets are passed without asking. */
  readonly spend: boolean;
  /** What is usual is taken without asking. */
  readonly yes: boolean;
  /** Where the result is written as a file. */
  readonly output?: string;
  readonly sources: SourceFlags;
}

/** The command line cannot be understood. */
export interface WrongArguments {
  readonly kind: 'wrong';
  readonly message: string;
}

/** Reads what follows `flows` on the command line. */
export async function readArguments(
  argv: readonly string[],
  known: QuestionWords,
): Promise<Arguments | WrongArguments> {
  const command = program();
  try {
    command.parse(argv.map(asWord), { from: 'user' });
    const given = command.opts<Options>();
    const empty = withoutValue(command);
    if (empty !== undefined) return { kind: 'wrong', message: empty };
    const ended =
      given.help || given.version
        ? { words: command.args, options: given }
        : await endLists(command.args, given, known);
    if ('wrong' in ended) return { kind: 'wrong', message: ended.wrong };
    const { words, options } = ended;
    const missing = missingCompanion(options, textOf(words));
    return missing ? { kind: 'wrong', message: missing } : argumentsOf(words, options);
  } catch (error) {
    if (error instanceof CommanderError) return { kind: 'wrong', message: explained(error, command) };
    throw error;
  }
}

/** A quoted arrow is a word of questions, though it begins as flags do. */
function asWord(argument: string): string {
  return argument === '->' ? 'to' : argument;
}

function takes({ flags, description }: Option): string {
  return `\nAllowed: ${flags}  ${description}`;
}

/** Where a value is missing, with what it would be. */
function explained({ code, message }: CommanderError, { options }: Command): string {
  const meant = options.find(({ flags }) => message.includes(`'${flags}'`));
  return code === 'commander.optionMissingArgument' && meant ? `${message}${takes(meant)}` : message;
}

/** A variable of the shell that is not set leaves an empty value, and a forgotten one takes the flag that follows. */
function withoutValue(command: Command): string | undefined {
  for (const option of command.options) {
    const value: unknown = command.getOptionValue(option.attributeName());
    const found = [value].flat().find((one) => one === '' || (typeof one === 'string' && /^--./.test(one)));
    if (found === undefined) continue;
    const because = found === '' ? 'is empty' : `has no value: '${found}' is a flag`;
    return `error: option '${option.long}' ${because}${takes(option)}`;
  }
  return undefined;
}

/** What asks nothing of records, and can be told of flow logs alone. */
const ABOUT_FLOW_LOGS = /^athena-setup(?:\s|$)/i;

/** Flags that say nothing without another. */
function missingCompanion(
  { records, logGroup, athenaTable, workgroup, format, region, inventory, flowLogs, yes }: Options,
  question: string,
): string | undefined {
  if (yes && !/^init(?:\s|$)/i.test(question)) return "error: option '--yes' belongs to 'init'";
  if (format !== undefined && !records) return "error: option '--format' belongs to '--records'";
  if (workgroup !== undefined && !athenaTable)
    return "error: option '--workgroup' belongs to '--athena-table'";
  if (region !== undefined && !logGroup && !athenaTable)
    return "error: option '--region' belongs to '--log-group' or '--athena-table'";
  if (records || logGroup || athenaTable) return undefined;
  if (flowLogs !== undefined && ABOUT_FLOW_LOGS.test(question)) return undefined;
  const alone =
    inventory === undefined ? (flowLogs === undefined ? undefined : '--flow-logs') : '--inventory';
  return alone && `error: option '${alone}' belongs to '--records', '--log-group' or '--athena-table'`;
}

function argumentsOf(words: readonly string[], options: Options): Arguments {
  const { records, format, inventory, flowLogs, logGroup, athenaTable, workgroup } = options;
  const { region, config, now, tz, output } = options;
  const [first] = words;
  const kind = options.version ? 'version' : options.help ? 'help' : first === 'demo' ? 'demo' : 'question';
  return {
    kind,
    text: textOf(words),
    form: options.json ? 'json' : options.markdown ? 'markdown' : options.csv ? 'csv' : 'text',
    ...(now === undefined ? {} : { now }),
    ...(tz === undefined ? {} : { timeZone: tz }),
    spend: options.spend === true,
    yes: options.yes === true,
    ...(output === undefined ? {} : { output }),
    sources: {
      ...(records ? { records } : {}),
      ...(format === undefined ? {} : { format }),
      ...(inventory === undefined ? {} : { inventory }),
      ...(flowLogs === undefined ? {} : { flowLogs }),
      ...(logGroup ? { logGroups: logGroup } : {}),
      ...(athenaTable ? { athenaTable } : {}),
      ...(workgroup === undefined ? {} : { workgroup }),
      ...(region === undefined ? {} : { region }),
      ...(config === undefined ? {} : { config }),
    },
  };
}

/** The words as one text. What the shell kept together stays together, except where the whole text was one argument or is a record. */
function textOf(words: readonly string[]): string {
  const [first, ...rest] = words;
  if (first === 'ask') return rest.join(' ');
  if (first === 'decode' || rest.length === 0) return words.join(' ');
  return words.map((word) => (/\s/.test(word) ? quote(word) : word)).join(' ');
}
