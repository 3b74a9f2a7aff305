/** Networks with known answers, and what the program says of them when it is asked as typed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { answer, understand } from '../../src/commands/answer.ts';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import { openSources } from '../../src/sources.ts';

const ROOT = new URL('../scenarios/', import.meta.url);

const Expectation = z.object({
  verdict: z.string(),
  acceptable: z.array(z.string()).default([]),
  blocker: z.object({ kind: z.string(), id: z.string().optional(), rule: z.string().optional() }).optional(),
  maxConfidence: z.number().optional(),
  minConfidence: z.number().optional(),
});

const Scenario = z.object({ title: z.string(), ask: z.string(), now: z.string(), expect: Expectation });

export interface Scenario extends z.infer<typeof Scenario> {
  readonly id: string;
  readonly folder: URL;
}

export function scenarios(): readonly Scenario[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const folder = new URL(`${name}/`, ROOT);
      const read: unknown = JSON.parse(readFileSync(new URL('scenario.json', folder), 'utf8'));
      return { ...Scenario.parse(read), id: name, folder };
    });
}

function path(folder: URL, ...names: readonly string[]): string | undefined {
  const found = names.map((name) => new URL(name, folder)).find((url) => existsSync(url));
  return found && fileURLToPath(found);
}

/** Asks it as the terminal does: `flows ask "<ask>" --records … --inventory … --flow-logs … --now …`. */
export async function diagnose({ ask, now, folder }: Scenario): Promise<Diagnosis> {
  const seconds = Date.parse(now) / 1000;
  const inventory = path(folder, 'aws');
  const flowLogs = path(folder, 'flow-logs.json');
  const sources = await openSources(
    {
      records: [path(folder, 'flows.log', 'flows.log.gz') ?? 'flows.log'],
      ...(inventory ? { inventory } : {}),
      ...(flowLogs ? { flowLogs } : {}),
    },
    { env: {}, now: () => seconds, monotonic: () => 0, readText: (name) => readFile(name, 'utf8') },
  );
  const found = await answer(understand(ask, { now: seconds, timeZone: 'UTC' }), {
    now: seconds,
    monotonic: () => 0,
    sources,
    signal: new AbortController().signal,
  });
  await Promise.all(sources.map(({ engine }) => engine.close()));
  if (found.kind !== 'diagnosis') throw new TypeError(`${ask} was answered with ${JSON.stringify(found)}`);
  return found.diagnosis;
}

export function isRight({ expect }: Scenario, { verdict }: Diagnosis): boolean {
  return [expect.verdict, ...expect.acceptable].includes(verdict);
}

/** The blocker is the expected one, as far as the scenario expects one. */
export function namesBlocker({ expect: { blocker } }: Scenario, diagnosis: Diagnosis): boolean {
  if (!blocker) return true;
  const { kind, id, rule } = diagnosis.blocker ?? {};
  return (
    kind === blocker.kind &&
    (blocker.id === undefined || id === blocker.id) &&
    (blocker.rule === undefined || rule === blocker.rule)
  );
}
