/** The answers as a configuration with comments: what each setting is for, and which others there are. */
import { type Answers, type Kind, usualAnswers } from './answers.ts';

/** Words that YAML takes for something else than themselves (YAML 1.2, "Core schema"; and what YAML 1.1 took for truth). */
const NO_TEXT = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A text as one scalar: bare where nobody could take it for something else, else as JSON, which YAML 1.2 contains. */
function scalar(text: string): string {
  return /^[A-Za-z/][\w./-]*$/.test(text) && !NO_TEXT.test(text) ? text : JSON.stringify(text);
}

function list(texts: readonly string[]): string {
  return `[${texts.map(scalar).join(', ')}]`;
}

/** A setting with what it is for; as a comment where it is not set. */
function setting(name: string, value: string | null, example: string, what: string): string {
  const line = value === null ? `# ${name}: ${example}` : `${name}: ${value}`;
  return `    ${line.padEnd(42)} # ${what}`;
}

function optional(value: string | null): string | null {
  return value === null ? null : scalar(value);
}

const ACCOUNT_OF = /^arn:[\w-]+:iam::(\d{12}):/;

function roleText({ role, externalId }: Answers): string | null {
  if (role === null) return null;
  const id = externalId === null ? '' : `, externalId: ${scalar(externalId)}`;
  return `{ arn: ${scalar(role)}${id} }`;
}

/** Where and as whom AWS is asked, alike for both kinds. */
function awsLines(answers: Answers): readonly string[] {
  const account = ACCOUNT_OF.exec(answers.role ?? '')?.[1] ?? null;
  return [
    setting('region', optional(answers.region), 'eu-west-1', 'without it AWS_REGION'),
    setting('account', account && `"${account}"`, '"111122223333"', 'whose records it holds'),
    setting(
      'role',
      roleText(answers),
      '{ arn: "arn:aws:iam::111122223333:role/flows-reader", externalId: shared-7 }',
      'to assume, for another account',
    ),
    setting('profile', null, 'network-audit', 'of ~/.aws/config, instead of the environment’s credentials'),
    setting('tags', null, '{ team: payments }', 'to choose by: `in team=payments`'),
    setting('maxBytesPerQuery', null, '50 GB', 'a query that scans more is stopped'),
  ];
}

const LINES: Readonly<Record<Kind, (answers: Answers) => readonly string[]>> = {
  insights: (answers) => [
    '    kind: insights # CloudWatch Logs Insights',
    ...awsLines(answers),
    setting(
      'logGroups',
      answers.logGroups.length === 0 ? null : list(answers.logGroups),
      '[/vpc/flow]',
      'without it those that flow logs write to',
    ),
  ],
  athena: (answers) => [
    '    kind: athena # tables over S3; `flows athena-setup` prints the statements that make them',
    ...awsLines(answers),
    setting('workgroup', scalar(answers.workgroup), '', 'one with a limit of bytes is wise'),
    setting('database', scalar(answers.database), '', 'of the table'),
    setting('table', scalar(answers.table), '', 'of VPC flow logs'),
    setting('transitGatewayTable', null, 'tgw_flow_logs', 'of transit gateway flow logs'),
    setting('output', optional(answers.output), 's3://results/flows/', 'without it where the workgroup says'),
  ],
  files: (answers) => [
    '    kind: files # text, gzip or Parquet, as S3 delivers them',
    setting('paths', list(answers.paths), '', 'files, globs or directories'),
    setting('format', null, 'version,interface-id,srcaddr,dstaddr,action', 'for files without a header line'),
    setting('flowLogs', null, './describe-flow-logs.json', 'what `aws ec2 describe-flow-logs` printed'),
    setting('inventory', null, './aws', 'what the AWS CLI printed of the network'),
  ],
};

const HEAD = `# The configuration of flows. flows.config.example.yaml has every setting; \`flows doctor\` says what is right and what is not.
# Secrets are never written here. They come from the environment: SLACK_BOT_TOKEN, SLACK_APP_TOKEN or SLACK_SIGNING_SECRET, DATABASE_URL, and
# those of AWS.

# Where flow log records are. More sources are more entries; \`in ${'<name>'}\` asks one of them.
sources:`;

const BUDGETS = `# What may be scanned before somebody is asked. Others: personPerDay, perDay.
budgets:
  question: { bytes: 50 GB }                   # one question with all its queries; also { dollars: 1 }`;

function alertsText({ channel }: Answers): string {
  const about = '# Where alerts are told. Others: routes, sources, off, every, bytesPerDay, messagesPerDay.';
  return channel === null
    ? `${about}\n# alerts:\n#   channel: C012ABC                           # without it nothing is watched`
    : `${about}\nalerts:\n  channel: ${scalar(channel)}`;
}

function slackText({ url, command }: Answers): string {
  const how =
    url === null ? 'The bot opens a socket to Slack.' : `Slack calls the bot at ${new URL(url).origin}.`;
  const port =
    url === null
      ? '  # port: 3000                               # of GET /healthz and /readyz'
      : '  port: 3000                                 # where Slack’s calls arrive, behind TLS; PORT comes first';
  const named =
    command === usualAnswers(null).command ? '  # command: /flows ' : `  command: ${scalar(command)}`;
  const what = '# what people type; the app’s manifest names the same';
  return `# ${how}\nslack:\n${port}\n${named.padEnd(44)} ${what}\n  form: auto                                 # Slack’s own tables and charts where they are taken; or classic`;
}

const REST = `# What the bot remembers. Several processes share a Postgres: DATABASE_URL.
store:
  path: flows.db

# Others: access (who may ask what), detection (what detectors look for), alarms (CloudWatch and GuardDuty), drainSeconds, logLevel.`;

export function configurationText(answers: Answers): string {
  const source = [HEAD, `  - name: ${scalar(answers.name)}`, ...LINES[answers.kind](answers)].join('\n');
  const budgets = answers.kind === 'files' ? [] : [BUDGETS];
  return `${[source, ...budgets, alertsText(answers), slackText(answers), REST].join('\n\n')}\n`;
}
