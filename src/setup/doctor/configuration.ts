/** Whether the configuration can be read, and what it comes to. */
import { type Config, ConfigError, type Environment } from '../../config.ts';
import { bytes, counted, dollars } from '../../present/quantities.ts';
import { type Check, fine, problem, warning } from './check.ts';
import { mendOf, variableOf } from './mend-setting.ts';

const ABOUT = 'configuration';

function sourcesCheck({ sources }: Config): Check {
  if (sources.length === 0)
    return warning(ABOUT, 'No source is configured, so the demo network is asked.', 'flows init');
  const names = sources.map(({ name, kind }) => `${name} (${kind})`).join(', ');
  return fine(ABOUT, `${counted(sources.length, 'source')}: ${names}.`);
}

function amountOf({ bytes: most, dollars: usd }: Config['budgets']['question']): string {
  const said = [...(most === undefined ? [] : [bytes(most)]), ...(usd === undefined ? [] : [dollars(usd)])];
  return said.length === 0 ? 'no limit' : said.join(' or ');
}

function budgetsCheck({ budgets, sources }: Config): readonly Check[] {
  if (sources.every(({ kind }) => kind === 'files')) return [];
  const { question, personPerDay, perDay } = budgets;
  const said = [
    `a question ${amountOf(question)}`,
    `a person a day ${amountOf(personPerDay)}`,
    `everybody a day ${amountOf(perDay)}`,
  ];
  return [fine(ABOUT, `What may be scanned without asking: ${said.join(', ')}.`)];
}

function alertsCheck({ alerts, slack, sources }: Config): readonly Check[] {
  if (!slack || sources.length === 0 || alerts.channel !== null) return [];
  return [
    warning(
      ABOUT,
      'No channel hears of alerts, so nothing is watched.',
      'alerts: { channel: C012ABC }, the id at the end of the link that Slack copies',
    ),
  ];
}

/** Half of Slack's secrets says nothing of how the bot is reached, so they go together. */
const SLACK = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'];

export interface Configured {
  readonly checks: readonly Check[];
  /** What could be read; null for a configuration that cannot be used. */
  readonly config: Config | null;
  /** The environment that it was read with: without what is wrong there. */
  readonly env: Environment;
  /** Whether something of Slack, or of the store, was left out there. */
  readonly isWrong: { readonly slack: boolean; readonly store: boolean };
}

/** The environment without the variables that are wrong, so that all else can be looked at. */
function withoutWrong(env: Environment, issues: readonly string[]): Environment {
  const wrong = issues.flatMap((issue) => variableOf(issue) ?? []);
  const left = wrong.some((name) => SLACK.includes(name) || name === 'PORT') ? [...wrong, ...SLACK] : wrong;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !left.includes(name)));
}

/** @throws what is not the configuration's fault */
export async function configurationChecks(
  load: (env: Environment) => Promise<Config>,
  whole: Environment,
): Promise<Configured> {
  const issues = new Set<string>();
  let env = whole;
  let config: Config | null = null;
  let isDone = false;
  while (!isDone) {
    try {
      config = await load(env);
      isDone = true;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const issue of error.issues) issues.add(issue);
      const rest = withoutWrong(env, error.issues);
      // What is wrong in the file cannot be left out.
      isDone = Object.keys(rest).length === Object.keys(env).length;
      env = rest;
    }
  }
  const wasLeft = (names: readonly string[]) => names.some((name) => name in whole && !(name in env));
  return {
    config,
    env,
    isWrong: { slack: wasLeft(SLACK), store: wasLeft(['DATABASE_URL']) },
    checks: [
      ...[...issues].map((issue) => problem(ABOUT, issue, mendOf(issue))),
      ...(config ? [sourcesCheck(config), ...budgetsCheck(config), ...alertsCheck(config)] : []),
    ],
  };
}
