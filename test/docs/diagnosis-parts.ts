/** What the page on diagnoses says that the code says: the verdicts, the decision table as it is decided, what is never logged, and an answer. */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import { VERDICTS } from '../../src/diagnosis/verdict.ts';
import { NEVER_LOGGED } from '../../src/record/never-logged.ts';
import { openSources } from '../../src/sources.ts';
import { flows } from '../cli/kit.ts';
import { diagnose, type Scenario, scenarios } from '../kit/scenarios.ts';
import { pageLink } from './aws-pages.ts';
import type { Decision } from './decisions/decision.ts';
import { NOT_REJECTED } from './decisions/not-rejected.ts';
import { REJECTED } from './decisions/rejected.ts';

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

/** A copy of the network that lacks a part of its configuration. @returns its folder, in which to ask and which to remove */
async function lacking({ folder }: Scenario, without: string): Promise<URL> {
  const copy = await mkdtemp(join(tmpdir(), 'flows-decision-'));
  const isKnown = (path: string) => without !== 'all' && !basename(path).startsWith(without);
  await cp(folder, copy, {
    recursive: true,
    filter: (path) => basename(dirname(path)) !== 'aws' || isKnown(path),
  });
  if (without === 'all') await rm(join(copy, 'aws'), { recursive: true });
  return pathToFileURL(`${copy}/`);
}

async function answerTo({ shownBy, without }: Decision): Promise<Diagnosis> {
  const whole = scenario(shownBy);
  if (without === undefined) return diagnose(whole);
  const folder = await lacking(whole, without);
  const found = await diagnose({ ...whole, folder });
  await rm(folder, { recursive: true });
  return found;
}

async function line(decision: Decision): Promise<string> {
  const { evidence, shownBy, source } = decision;
  const { verdict, confidence } = await answerTo(decision);
  const links = [`[case](../test/scenarios/${shownBy}/scenario.json)`, ...(source ? [pageLink(source)] : [])];
  return `- ${evidence} → \`${verdict}\`, ${confidence.toFixed(2)} (${links.join('; ')})`;
}

async function decisions(): Promise<string> {
  const parts: string[] = [];
  for (const { title, decisions: own } of [...REJECTED, ...NOT_REJECTED]) {
    const lines: string[] = [];
    for (const decision of own) lines.push(await line(decision));
    parts.push(`**${title}.**\n\n${lines.join('\n')}`);
  }
  return parts.join('\n\n');
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
