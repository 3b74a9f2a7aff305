/** What is asked, in its order: each with what stands where nothing is typed, and what of the typed text is taken. */
import { type Answers, KINDS } from './answers.ts';
import { choice, isWrong, logGroupsOf, orNone, urlOf, type Wrong } from './typed.ts';

export interface Question {
  readonly text: string;
  /** Whether it has to be asked after what was said. */
  readonly isAsked: (answers: Answers) => boolean;
  /** What is taken where nothing is typed, as it would be typed. */
  readonly usual: (answers: Answers) => string;
  /** @param typed without white space around it. @param found log groups that flow logs write to */
  readonly take: (typed: string, answers: Answers, found: readonly string[]) => Answers | Wrong;
  /** Log groups are offered with it. */
  readonly offersGroups?: true;
}

const ALWAYS = () => true;
const onAws = ({ kind }: Answers) => kind !== 'files';
const isKind = (wanted: Answers['kind']) => (answers: Answers) => answers.kind === wanted;

/** `us-east-1`, `us-gov-west-1`, `cn-north-1`. */
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/;

/** As Slack takes the name of a bot; that of an app has 35 characters at most. */
const BOT_NAME = /^[a-z0-9][a-z0-9._-]{0,34}$/;

export const QUESTIONS: readonly Question[] = [
  {
    text: 'Where are the flow log records? insights (CloudWatch Logs), athena (S3) or files',
    isAsked: ALWAYS,
    usual: ({ kind }) => kind,
    take(typed, answers) {
      const kind = choice(typed, KINDS);
      return isWrong(kind) ? kind : { ...answers, kind };
    },
  },
  {
    text: 'What are they called, as in `reject 10.0.1.5 in production`?',
    isAsked: ALWAYS,
    usual: ({ name }) => name,
    take: (name, answers) => ({ ...answers, name }),
  },
  {
    text: 'In which region?',
    isAsked: onAws,
    usual: ({ region }) => region ?? 'none',
    take(typed, answers) {
      const region = orNone(typed);
      if (region === null || REGION.test(region)) return { ...answers, region };
      return { wrong: `${typed} is no region; such as eu-west-1, or none for what AWS_REGION says` };
    },
  },
  {
    text: 'Are they in another account? Then the ARN of the role to assume there',
    isAsked: onAws,
    usual: () => 'none',
    take: (typed, answers) => ({ ...answers, role: orNone(typed) }),
  },
  {
    text: 'Which external id does its trust policy ask for?',
    isAsked: (answers) => onAws(answers) && answers.role !== null,
    usual: () => 'none',
    take: (typed, answers) => ({ ...answers, externalId: orNone(typed) }),
  },
  {
    text: 'Which log groups? Names with commas between them, or none for those that flow logs write to',
    isAsked: isKind('insights'),
    usual: () => 'none',
    offersGroups: true,
    take(typed, answers, found) {
      const logGroups = logGroupsOf(typed, found);
      return isWrong(logGroups) ? logGroups : { ...answers, logGroups };
    },
  },
  {
    text: 'Which workgroup asks Athena?',
    isAsked: isKind('athena'),
    usual: ({ workgroup }) => workgroup,
    take: (workgroup, answers) => ({ ...answers, workgroup }),
  },
  {
    text: 'Which table? database.table',
    isAsked: isKind('athena'),
    usual: ({ database, table }) => `${database}.${table}`,
    take(typed, answers) {
      const [database = '', table = '', ...more] = typed.split('.');
      if (database === '' || table === '' || more.length > 0)
        return { wrong: `${typed} is no table; such as flows.vpc_flow_logs` };
      return { ...answers, database, table };
    },
  },
  {
    text: 'Where do its results go? s3://bucket/prefix/, or none for where the workgroup says',
    isAsked: isKind('athena'),
    usual: () => 'none',
    take: (typed, answers) => ({ ...answers, output: orNone(typed) }),
  },
  {
    text: 'Which files, globs or directories? With commas between them',
    isAsked: isKind('files'),
    usual: ({ paths }) => paths.join(', '),
    take: (typed, answers) => ({
      ...answers,
      paths: typed
        .split(',')
        .map((path) => path.trim())
        .filter((path) => path !== ''),
    }),
  },
  {
    text: 'Which channel hears of alerts? Its id, the end of the link that Slack copies; none to watch nothing',
    isAsked: ALWAYS,
    usual: () => 'none',
    take(typed, answers) {
      const link = /^https:\/\/[\w.-]+\/archives\/([A-Z0-9]+)$/.exec(typed)?.[1];
      return { ...answers, channel: link ?? orNone(typed) };
    },
  },
  {
    text: 'How does Slack reach the bot? socket, or the address that it is called at: https://flows.example.com',
    isAsked: ALWAYS,
    usual: () => 'socket',
    take(typed, answers) {
      if ('socket'.startsWith(typed.toLowerCase())) return { ...answers, url: null };
      const url = urlOf(typed);
      return isWrong(url) ? url : { ...answers, url };
    },
  },
  {
    text: 'What is the bot called in Slack?',
    isAsked: ALWAYS,
    usual: ({ botName }) => botName,
    take(typed, answers) {
      const botName = typed.replace(/^@/, '');
      if (BOT_NAME.test(botName)) return { ...answers, botName };
      return { wrong: 'It must have 1 to 35 lower-case letters, digits, dots, dashes and underscores' };
    },
  },
  {
    text: 'Which slash command do people type? Another one where the workspace has /flows already',
    isAsked: ALWAYS,
    usual: ({ command }) => command,
    take: (typed, answers) => ({ ...answers, command: typed.startsWith('/') ? typed : `/${typed}` }),
  },
];
