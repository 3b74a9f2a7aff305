/** Networks with known answers: every `reject` question of test/scenarios, asked as typed, over the records as S3 delivers them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createFilesEngine } from '../src/backends/files/engine.ts';
import { answer, understand } from '../src/commands/answer.ts';
import type { Diagnosis } from '../src/diagnosis/diagnosis.ts';

const ROOT = new URL('./scenarios/', import.meta.url);

const Scenario = z.object({
  title: z.string(),
  ask: z.string(),
  now: z.string(),
  expect: z.object({
    verdict: z.string(),
    acceptable: z.array(z.string()).default([]),
    maxConfidence: z.number().optional(),
  }),
});

interface Case extends z.infer<typeof Scenario> {
  readonly id: string;
  readonly folder: URL;
  readonly hasConfiguration: boolean;
}

const cases: readonly Case[] = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const folder = new URL(`${name}/`, ROOT);
    const scenario = Scenario.parse(JSON.parse(readFileSync(new URL('scenario.json', folder), 'utf8')));
    return { ...scenario, id: name, folder, hasConfiguration: existsSync(new URL('aws', folder)) };
  });

const rejects = cases.filter(({ ask }) => ask.startsWith('reject '));

/** What records alone can say where the network's configuration would name the rule. */
const WITHOUT_CONFIGURATION: Readonly<Record<string, string>> = {
  'sg-inbound': 'sg-or-nacl-inbound',
  'nacl-inbound': 'sg-or-nacl-inbound',
  'sg-outbound': 'sg-or-nacl-outbound',
  'nacl-outbound': 'sg-or-nacl-outbound',
  // Whether an interface is logged at all is known from configuration only.
  'not-logged': 'no-records',
};

async function diagnose({ ask, now, folder }: Case): Promise<Diagnosis> {
  const seconds = Date.parse(now) / 1000;
  const file = ['flows.log', 'flows.log.gz'].map((name) => new URL(name, folder)).find(existsSync);
  const engine = createFilesEngine({ paths: [file?.pathname ?? ''] });
  try {
    const found = await answer(understand(ask, { now: seconds, timeZone: 'UTC' }), {
      now: seconds,
      monotonic: () => 0,
      sources: [{ name: 'records', engine, flowLogSettings: async () => ({ flowLogs: null, notes: [] }) }],
      signal: new AbortController().signal,
    });
    if (found.kind !== 'diagnosis') throw new TypeError(`${ask} was answered with ${JSON.stringify(found)}`);
    return found.diagnosis;
  } finally {
    await engine.close();
  }
}

describe('a question about records alone', () => {
  it.each(rejects.filter(({ hasConfiguration }) => !hasConfiguration))('$id: $title', async (scenario) => {
    const { verdict, confidence } = await diagnose(scenario);

    expect([scenario.expect.verdict, ...scenario.expect.acceptable]).toContain(verdict);
    expect(confidence).toBeLessThanOrEqual(scenario.expect.maxConfidence ?? 1);
  });
});

describe('a question whose rule only the configuration names', () => {
  it.each(rejects.filter(({ hasConfiguration }) => hasConfiguration))(
    '$id: $title is answered as far as records go, and no further',
    async (scenario) => {
      const { verdict } = await diagnose(scenario);

      const { verdict: full, acceptable } = scenario.expect;
      expect([full, ...acceptable, WITHOUT_CONFIGURATION[full]]).toContain(verdict);
    },
  );
});
