/** The flags of the command line of `flows`, with their help, and what each takes. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { isTimeZone } from '../commands/grammar/time-zone.ts';
import { EXIT_CODES_HELP } from './exit-codes.ts';

export interface Options {
  readonly records?: readonly string[];
  readonly format?: string;
  readonly inventory?: string;
  readonly flowLogs?: string;
  readonly logGroup?: readonly string[];
  readonly athenaTable?: { readonly database: string; readonly table: string };
  readonly workgroup?: string;
  readonly region?: string;
  readonly config?: string;
  readonly now?: number;
  readonly tz?: string;
  readonly spend?: true;
  readonly yes?: true;
  readonly json?: true;
  readonly markdown?: true;
  readonly csv?: true;
  readonly output?: string;
  readonly help?: true;
  readonly version?: true;
}

export function program(): Command {
  return new Command('flows')
    .description('Answers questions about VPC flow logs: what is rejected, by what, and what to check next.')
    .usage('<verb> … [flags]   ·   flows ask "<text>" [flags]   ·   flows init   ·   flows demo')
    .argument('[words...]', 'the question, such as: reject 10.0.1.5 port 443 last 2h')
    .addOption(
      new Option('--records <path...>', 'ask local records: files, globs or directories').conflicts(
        'logGroup',
      ),
    )
    .option('--format <fields>', 'the field names of those records, where they have no header line')
    .option('--inventory <dir>', 'the network configuration, as files that the AWS CLI printed')
    .option(
      '--flow-logs <file>',
      'the settings of the flow logs, as `aws ec2 describe-flow-logs` prints them',
    )
    .option('--log-group <name...>', 'ask CloudWatch Logs Insights')
    .addOption(
      new Option('--athena-table <database.table>', 'ask Athena')
        .argParser(tableName)
        .conflicts(['records', 'logGroup']),
    )
    .option('--workgroup <name>', 'the workgroup that asks it (otherwise primary)')
    .option('--region <region>', 'the AWS region of those log groups or of that table')
    .option('--now <time>', 'the time to answer at, in ISO 8601, instead of the clock', isoTime)
    .option(
      '--tz <zone>',
      'the time zone of times in the question and the answer (otherwise TZ, or UTC)',
      zone,
    )
    .option('--config <file>', 'the configuration file, instead of flows.config.yaml')
    .option('-y, --yes', 'take what is usual without asking, for init')
    .option('--spend', 'scan what the question takes, also where that passes a budget')
    .addOption(new Option('--json', 'print the answer as JSON').conflicts(['markdown', 'csv']))
    .addOption(new Option('--markdown', 'print it as Markdown').conflicts('csv'))
    .option('--csv', 'print its rows as CSV')
    .option('-o, --output <file>', 'write the whole result to a .csv or .parquet file as well')
    .option('-V, --version', 'print the version')
    .option('-h, --help', 'print this, or the help of the verb')
    .helpOption(false)
    .showSuggestionAfterError()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .exitOverride();
}

function isoTime(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('It must be a time such as 2026-11-23T14:10:00Z.');
  return time;
}

function tableName(text: string): { readonly database: string; readonly table: string } {
  const [database = '', table = '', ...more] = text.split('.');
  if (database !== '' && table !== '' && more.length === 0) return { database, table };
  throw new InvalidArgumentError('It must be a database and a table of it, such as flows.vpc_flow_logs.');
}

function zone(text: string): string {
  if (isTimeZone(text)) return text;
  throw new InvalidArgumentError('It must be an IANA time zone such as Europe/Berlin.');
}

/** What the flags and the exit codes are, for `flows --help`. */
export function flagsHelp(): string {
  return `${program().helpInformation()}\n${EXIT_CODES_HELP}`;
}
