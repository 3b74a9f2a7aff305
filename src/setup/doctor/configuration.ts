/** Whether the configuration can be read, and what it comes to. */
import { type Config, ConfigError } from '../../config.ts';
import { bytes, counted, dollars } from '../../present/quantities.ts';
import { type Check, fine, problem, warning } from './check.ts';

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

/** @returns null for a configuration that cannot be used. @throws what is not the configuration's fault */
export async function configurationChecks(
  load: () => Promise<Config>,
): Promise<{ readonly checks: readonly Check[]; readonly config: Config | null }> {
  try {
    const config = await load();
    return { config, checks: [sourcesCheck(config), ...budgetsCheck(config), ...alertsCheck(config)] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const todo = 'Correct it; flows.config.example.yaml has every setting.';
    return { config: null, checks: error.issues.map((issue) => problem(ABOUT, issue, todo)) };
  }
}
