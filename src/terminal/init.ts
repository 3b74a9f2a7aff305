/** `flows init`: asks, writes the configuration and the manifest, and says what comes next. */
import { resolve } from 'node:path';
import { shellArgument } from '../network/fix/command.ts';
import { forTerminal } from '../present/untrusted.ts';
import { writeFailure } from '../results/failure.ts';
import type { Answers } from '../setup/init/answers.ts';
import { configurationText } from '../setup/init/configuration-text.ts';
import { interview, unasked } from '../setup/init/interview.ts';
import { manifestText } from '../setup/init/manifest-text.ts';
import { DONE, SOURCE_NOT_READ, STOPPED, WRONG_QUESTION } from './exit-codes.ts';
import { writeLine } from './print.ts';
import type { Terminal } from './terminal.ts';

const CONFIGURATION = 'flows.config.yaml';
const MANIFEST = 'flows.manifest.yml';

/** As of a source that cannot be read: what is wrong is on this machine, and not in the command. */
const NOT_WRITTEN = SOURCE_NOT_READ;

export interface InitFlags {
  /** Nobody is asked: what is usual is taken. */
  readonly yes: boolean;
  /** Where the configuration is written; where it is read unless it is told. */
  readonly config?: string | undefined;
}

type Asker = NonNullable<Terminal['ask']>;

/** Which of the files may be written over; null where nothing is to be written. */
async function mayWrite(
  paths: readonly string[],
  { exists }: Terminal['files'],
  ask: Asker | undefined,
): Promise<readonly string[] | null> {
  const over: string[] = [];
  for (const path of paths) {
    if (!(await exists(path))) continue;
    const typed = await ask?.(`${path} is there already. Write over it? yes or no [no] `);
    if (!/^y(?:es)?$/i.test(typed?.trim() ?? '')) return null;
    over.push(path);
  }
  return over;
}

/** Where the configuration is read that nobody names otherwise. */
function readFrom({ env }: Terminal): string {
  return env['FLOWS_CONFIG'] || CONFIGURATION;
}

/** IAM takes one policy at a time: where a role is assumed, what is printed is a list of two. */
function policyStep({ kind, role }: Answers, flag: string): readonly string[] {
  if (kind === 'files') return [];
  const allowed = 'what AWS must allow';
  if (role === null) return [`flows iam-policy${flag} > policy.json        ${allowed} whoever runs flows`];
  return [
    `flows iam-policy${flag} > policies.json        ${allowed}, a policy each: jq '.[0].policy' policies.json > policy.json for whoever runs flows, and '.[1].policy' for ${role}`,
  ];
}

function nextSteps(answers: Answers, config: string, isRead: boolean): readonly string[] {
  const { url } = answers;
  const path = shellArgument(config);
  const isUsual = isRead && config === CONFIGURATION;
  const flag = isUsual ? '' : ` --config ${path}`;
  const start = isUsual ? 'npm start' : `FLOWS_CONFIG=${path} npm start`;
  const tokens =
    url === null
      ? 'SLACK_BOT_TOKEN=xoxb-… and SLACK_APP_TOKEN=xapp-… (an app-level token with connections:write)'
      : 'SLACK_BOT_TOKEN=xoxb-…, SLACK_SIGNING_SECRET=… and PORT=3000';
  const steps = [
    `https://api.slack.com/apps?new_app=1: “From a manifest”, paste ${MANIFEST}, install the app`,
    `put into a file flows.env: ${tokens}`,
    ...policyStep(answers, flag),
    `set -a; . ./flows.env; set +a; flows doctor${flag}`,
    start,
  ];
  return ['', 'Next:', ...steps.map((step, index) => `  ${index + 1}. ${step}`)];
}

async function answersOf(
  yes: boolean,
  { ask, env, findLogGroups }: Terminal,
  say: (line: string) => void,
): Promise<Answers | null> {
  // The SDK knows the first alone and the AWS CLI the second, so that what is offered is written down.
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || null;
  if (yes || !ask) return unasked(region);
  say('Enter takes what stands in brackets.');
  return interview({ ask, say, findGroups: findLogGroups, region });
}

async function initiated({ yes, config: named }: InitFlags, terminal: Terminal): Promise<number> {
  const config = named ?? readFrom(terminal);
  const { ask, stderr, files } = terminal;
  const say = (line: string) => writeLine(stderr, forTerminal(line));
  if (!yes && !ask) {
    say('init asks questions, and nobody sits here to answer them.\nflows init --yes takes what is usual.');
    return WRONG_QUESTION;
  }
  if (resolve(config) === resolve(MANIFEST)) {
    say(
      `Nothing was written: ${MANIFEST} is for the manifest. Name another file for the configuration with --config.`,
    );
    return WRONG_QUESTION;
  }
  const over = await mayWrite([config, MANIFEST], files, yes ? undefined : ask);
  if (over === null) {
    say(
      `Nothing was written: ${config} or ${MANIFEST} is there already. Move it away, or name another place with --config.`,
    );
    return WRONG_QUESTION;
  }
  const answers = await answersOf(yes, terminal, say);
  if (answers === null) {
    say('Nothing was written.');
    return STOPPED;
  }
  const manifest = manifestText(await files.manifest(), answers);
  const texts = [
    [config, configurationText(answers)],
    [MANIFEST, manifest],
  ] as const;
  for (const [path, text] of texts) {
    try {
      await files.write({ path, text, over: over.includes(path) });
    } catch (error) {
      const { happened, todo } = writeFailure(path, error);
      say(`${path} was not written: ${happened} ${todo}`);
      return NOT_WRITTEN;
    }
    say(`Written: ${path}`);
  }
  for (const step of nextSteps(answers, config, config === readFrom(terminal))) say(step);
  return DONE;
}

/** @returns the exit code: 0 where both files are written */
export async function runInit(flags: InitFlags, terminal: Terminal): Promise<number> {
  try {
    return await initiated(flags, terminal);
  } catch (error) {
    if (!terminal.signal.aborted) throw error;
    writeLine(terminal.stderr, 'Nothing was written.');
    return STOPPED;
  }
}
