import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/diagnosis/diagnosis.ts';
import { openSources } from '../../src/sources.ts';
import type { SourceFlags } from '../../src/terminal/arguments.ts';
import { flows } from './kit.ts';

const RECORDS = [
  '2 123456789010 eni-0aaa 10.0.2.9 10.0.1.5 40000 443 6 20 4249 1788249470 1788249520 REJECT OK',
  '2 123456789010 eni-0aaa 10.0.2.9 10.0.1.5 40001 443 6 20 4249 1788251700 1788251755 REJECT OK',
];

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-times-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Asks a file of these lines. */
async function ask(lines: readonly string[], ...argv: readonly string[]) {
  const path = join(folder, 'asked.log');
  writeFileSync(path, lines.join('\n'));
  const readText = (name: string) => readFile(name, 'utf8');
  const open = (flags: SourceFlags, now: number) =>
    openSources(flags, { env: {}, now: () => now, monotonic: () => 0, readText });
  return flows([...argv, '--records', path, '--json'], { openSources: open });
}

describe('files of another time than was asked about', () => {
  it.each(['reject 10.0.1.5', 'trace 10.0.2.9 10.0.1.5', 'top', 'timeline', 'records', 'talk 10.0.1.5'])(
    'are told with their time, as it can be typed: %s',
    async (question) => {
      const { stdout } = await ask(RECORDS, question);

      const { summary, nextCheck } = JSON.parse(stdout) as Diagnosis;
      expect(summary).toContain('of 2026-09-01T07:57Z to 2026-09-01T08:36Z');
      const time = /`(.+)`/.exec(nextCheck)?.[1] ?? '';
      const again = JSON.parse((await ask(RECORDS, `${question} ${time}`)).stdout) as Diagnosis;
      expect(again.completeness.completeUntil).toBe(1_788_251_755);
    },
  );

  it('are not looked for where there are records of the time', async () => {
    const { stdout } = await ask(RECORDS, 'reject 10.0.1.5 2026-09-01T07:00Z to 2026-09-01T09:00Z');

    expect(stdout).not.toContain('hold no record');
  });

  it('hold no record at all where they are empty', async () => {
    expect((await ask([], 'reject 10.0.1.5')).stdout).toContain('The files hold no record at all');
  });

  it('are no source where none of their lines is a record', async () => {
    const { code, stderr, stdout } = await ask(['{"name": "flows"}', 'no record'], 'top');

    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/2 lines were read, and none is a record; the first is .*asked.log line 1/s);
  });
});
