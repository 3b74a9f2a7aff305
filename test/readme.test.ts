import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { understand } from '../src/commands/answer.ts';
import { VERBS } from '../src/commands/index.ts';
import { flagsHelp } from '../src/terminal/flags.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

function scripts(): Readonly<Record<string, string>> {
  const file: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return Reflect.get(Object(file), 'scripts') as Record<string, string>;
}

describe('the README', () => {
  it('lists every verb, and no other', () => {
    const [, section = ''] = /## What can be asked\n([\s\S]*?)\n## /.exec(README) ?? [];
    const table = section
      .split('\n')
      .flatMap((line) => /^\| `([a-z]+(?:-[a-z]+)*)[^|]*` *\|/.exec(line)?.[1] ?? []);

    expect([...table].sort()).toEqual(VERBS.map(({ name }) => name).sort());
  });

  it('lists every script of npm', () => {
    const listed = README.split('\n').flatMap(
      (line) => /^\| `npm (?:run )?([a-z]+(?::[a-z]+)?)` *\|/.exec(line)?.[1] ?? [],
    );

    expect([...listed].sort()).toEqual(Object.keys(scripts()).sort());
  });

  it('shows commands that are understood', () => {
    const typed = README.split('\n').flatMap((line) => /^flows (.+?)(?: {2,}#.*)?$/.exec(line)?.[1] ?? []);
    const questions = typed.map((text) => text.replace(/ --.*$/, '').replaceAll("'", ''));

    expect(questions.length).toBeGreaterThan(3);
    for (const question of questions) {
      const understood = understand(question, { now: 1_790_000_000, timeZone: 'UTC' });
      expect([question, understood.kind === 'immediate' && understood.answer.kind]).not.toEqual([
        question,
        'mistake',
      ]);
    }
  });

  it('shows flags that exist', () => {
    const flags = new Set(README.match(/(?<=[\s`])--[a-z][a-z-]+/g));
    const others = ['--read-only', '--tmpfs', '--env-file', '--time'];

    for (const flag of flags) if (!others.includes(flag)) expect(`${flagsHelp()} --help`).toContain(flag);
  });
});
