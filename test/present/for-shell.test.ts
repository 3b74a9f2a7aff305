import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { forShell } from '../../src/present/untrusted.ts';

/** What a program is given by a shell that is told to run it so. */
function argumentsIn(typed: string): readonly string[] {
  const told = execFileSync('sh', ['-c', `printf '%s\\n' ${typed}`], { encoding: 'utf8' });
  return told.split('\n').slice(0, -1);
}

describe('a question in a shell', () => {
  it.each([
    'reject 10.0.1.5 port 443 last 1h',
    'records 2001:db8::1 to 10.0.0.0/8',
    'top in team=payments,env=prod',
    'reject web_1.example@eu',
  ])('stands as it is where the shell leaves it alone: %s', (question) => {
    expect(forShell(question)).toBe(question);
    expect(argumentsIn(forShell(question)).join(' ')).toBe(question);
  });

  it('keeps a name in quotation marks together', () => {
    expect(argumentsIn(forShell('reject "my server" last 1h'))).toEqual([
      'reject',
      'my server',
      'last',
      '1h',
    ]);
  });

  it.each([
    'reject x; echo harm',
    'reject $(echo harm)',
    'reject "`echo harm`"',
    'reject a | echo harm',
    "reject it's",
    "reject ';echo harm;'",
    'reject 10" rack',
    'trace 10.0.1.5 -> 10.0.2.9',
    'records * # ~ ! \\ [a-z] {a,b} & ?',
  ])('is one argument where the shell would make something of it: %s', (question) => {
    expect(argumentsIn(forShell(question))).toEqual([question]);
  });
});
