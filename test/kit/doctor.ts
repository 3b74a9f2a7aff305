/** A machine that doctor looks at, by its configuration, and what is said of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Environment, loadConfig } from '../../src/config.ts';
import type { Check } from '../../src/setup/doctor/check.ts';
import { type DoctorParts, examine } from '../../src/setup/doctor/doctor.ts';
import { openSources } from '../../src/sources.ts';
import { jumpingClock } from './insights-clock.ts';

export const NOW = Date.parse('2026-11-23T14:00:00Z');

export async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'flows-doctor-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** What it says of a machine. @param yaml the configuration */
export async function told(
  yaml: string,
  env: Environment = {},
  changes: Partial<DoctorParts> = {},
): Promise<readonly Check[]> {
  const readText = async () => yaml;
  const whole = { FLOWS_STORE: join(await folder(), 'flows.db'), ...env };
  const checks: Check[] = [];
  const clock = jumpingClock();
  const looked = examine({
    env: whole,
    load: (read) => loadConfig({ env: read, readText }),
    open: (read) =>
      openSources({}, { env: read, readText, now: () => NOW / 1000, monotonic: clock.now, clock }),
    now: () => NOW,
    clock,
    signal: new AbortController().signal,
    timeout: () => new AbortController().signal,
    ...changes,
  });
  for await (const check of looked) checks.push(check);
  return checks;
}

/** What is said of a source, without what is alike for all machines. */
export async function toldOf(
  source: string,
  yaml: string,
  changes: Partial<DoctorParts> = {},
): Promise<readonly Check[]> {
  return (await told(yaml, {}, changes)).filter(({ about }) => about === `source ${source}`);
}

export function of(checks: readonly Check[], standing: Check['standing']) {
  return checks
    .filter((one) => one.standing === standing)
    .map(({ about, says, todo }) => [about, says, todo]);
}
