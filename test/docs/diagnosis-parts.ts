/** What the page on diagnoses says that the code says: the verdicts, the decision table as it is decided, what is never logged, and an answer. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import { VERDICTS } from '../../src/diagnosis/verdict.ts';
import { NEVER_LOGGED } from '../../src/record/never-logged.ts';
import { openSources } from '../../src/sources.ts';
import { flows } from '../cli/kit.ts';
import { diagnose, type Scenario, scenarios } from '../kit/scenarios.ts';
import { pageLink } from './aws-pages.ts';
import { DECISIONS } from './decisions.ts';

/** The network whose answer the page shows. */
const EXAMPLE = '026-replies-have-no-way-out';

function scenario(id: string): Scenario {
  const found = scenarios().find((one) => one.id === id);
  if (!found) throw new TypeError(`test/scenarios has no ${id}`);
  return found;
}

function verdicts(): string {
  return Object.entries(VERDICTS)
    .map(([code, meaning]) => `- \`${code}\`: ${meaning}.`)
    .join('\n');
}

async function decisions(): Promise<string> {
  const answers = new Map<string, Diagnosis>();
  const ids = DECISIONS.flatMap((group) => group.decisions.map(({ shownBy }) => shownBy));
  for (const id of ids) answers.set(id, await diagnose(scenario(id)));
  const line = ({ evidence, shownBy, source }: (typeof DECISIONS)[number]['decisions'][number]) => {
    const { verdict, confidence } = answers.get(shownBy) ?? {};
    const links = [
      `[case](../test/scenarios/${shownBy}/scenario.json)`,
      ...(source ? [pageLink(source)] : []),
    ];
    return `- ${evidence} → \`${verdict}\`, ${confidence?.toFixed(2)} (${links.join('; ')})`;
  };
  return DECISIONS.map(({ title, decisions: own }) => `**${title}.**\n\n${own.map(line).join('\n')}`).join(
    '\n\n',
  );
}

function neverLogged(): string {
  return NEVER_LOGGED.map(({ what, instead }) => `- ${what}. Instead: ${instead}`).join('\n');
}

/** The command as it is typed in the folder of the network. */
function command({ ask, now }: Scenario): string {
  return `flows ${ask} --records flows.log --inventory aws --now ${now}`;
}

async function example(): Promise<string> {
  const { ask, now, folder } = scenario(EXAMPLE);
  const path = (name: string) => fileURLToPath(new URL(name, folder));
  const ports = { env: {}, now: () => Date.parse(now) / 1000, monotonic: () => 0 };
  const { stdout } = await flows(['ask', ask, '--now', now], {
    openSources: () =>
      openSources(
        { records: [path('flows.log')], inventory: path('aws') },
        { ...ports, readText: (name) => readFile(name, 'utf8') },
      ),
  });
  return ['```', `$ ${command(scenario(EXAMPLE))}`, '', stdout.trimEnd(), '```'].join('\n');
}

export async function diagnosisParts(): Promise<Readonly<Record<string, string>>> {
  return {
    verdicts: verdicts(),
    decisions: await decisions(),
    'never-logged': neverLogged(),
    example: await example(),
  };
}
