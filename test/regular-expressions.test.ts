/**
 * Every regular expression of `src`, so that no text, whoever wrote it, makes one run for long. recheck proves with automata that the time grows
 * with the length of the text alone; where it cannot read one that way (lookaround, references back, large counts) it searches for an attack
 * (Kitsune, "recheck: the trustworthy ReDoS checker").
 */
import { readdirSync, readFileSync } from 'node:fs';
import { check } from 'recheck';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SOURCE = new URL('../src/', import.meta.url);
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

/** Those whose time grows with the square of the length, and what keeps the text short. */
const BOUNDED: Readonly<Record<string, string>> = {
  [String.raw`/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s@]+(?=@)/gi`]:
    'of what is entered into the audit log 8000 characters are looked at (slack/audit/log.ts)',
  [String.raw`/((?:password|passwd|pwd|secret|token|api[-_ ]?key|access[-_ ]?key|session[-_ ]?token)\w*["']?\s*[:=]\s*["']?)[^\s"',;]+/gi`]:
    'of what is entered into the audit log 8000 characters are looked at (slack/audit/log.ts)',
};

/** Searches end after so many steps, not after a time, so that a busy machine finds what every other one does. */
const UNHURRIED = {
  timeout: null,
  seedingTimeout: null,
  incubationTimeout: null,
  attackTimeout: null,
  // What is squared takes a hundred times as many steps for a text of this length, and what is not a tenth.
  maxAttackStringSize: 100_000,
  attackLimit: 30_000_000,
} as const;

interface Written {
  readonly literals: readonly string[];
  /** What is made of a text, as it stands. */
  readonly made: readonly string[];
}

function isMade(node: ts.Node): boolean {
  return (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';
}

function writtenIn(name: string): Written {
  const text = readFileSync(new URL(name, SOURCE), 'utf8');
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  return {
    literals: nodes.filter(ts.isRegularExpressionLiteral).map((node) => node.text),
    made: nodes.filter(isMade).map((node) => `${name}: ${node.getText()}`),
  };
}

const written = files.map(writtenIn);
const literals = [...new Set(written.flatMap((file) => file.literals))];

async function problemsOf(literal: string): Promise<readonly string[]> {
  const { source, flags } = parsed(literal);
  const found = await check(source, flags, UNHURRIED);
  if (found.status === 'safe') return [];
  if (found.status === 'unknown') return [`${literal} cannot be judged: ${found.error.kind}`];
  return [`${literal} is ${found.complexity.summary} for ${found.attack.pattern}`];
}

function parsed(literal: string): { readonly source: string; readonly flags: string } {
  const end = literal.lastIndexOf('/');
  return { source: literal.slice(1, end), flags: literal.slice(end + 1) };
}

describe('the regular expressions', () => {
  it('stand as they are in the source: none is made of a text', () => {
    expect(written.flatMap(({ made }) => made)).toEqual([]);
  });

  it('take time that grows with the length of the text alone', { timeout: 300_000 }, async () => {
    const unbounded = literals.filter((literal) => !(literal in BOUNDED));

    const problems: string[] = [];
    for (const literal of unbounded) problems.push(...(await problemsOf(literal)));

    expect(problems).toEqual([]);
    expect(unbounded.length).toBeGreaterThan(300);
  });

  it('are bounded by what they are given where they do not', () => {
    expect(Object.keys(BOUNDED).filter((literal) => !literals.includes(literal))).toEqual([]);
  });
});
