/**
 * Every regular expression of `src`, so that no text, whoever wrote it, makes one run for long: recheck proves with automata that the time grows with
 * the length of the text alone ("recheck: the trustworthy ReDoS checker"). Where it cannot read one that way, because of lookaround or large counts, it
 * is asked about one that goes more ways than that; or about that one from the text's beginning, where from each place so many characters are looked
 * at and no more.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { check } from 'recheck';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { tryingMore } from './kit/trying-more.ts';

const SOURCE = new URL('../src/', import.meta.url);
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

/** What it cannot read with automata it would search for attacks, which proves nothing. */
const SETTINGS = {
  ...{ timeout: null, seedingTimeout: null, incubationTimeout: null, attackTimeout: null },
  ...{ maxIteration: 1, maxInitialGenerationSize: 1, attackLimit: 10_000, maxAttackStringSize: 1000 },
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

async function isProven(source: string, flags: string): Promise<boolean> {
  const { status, checker } = await check(source, flags, SETTINGS);
  return status === 'safe' && checker === 'automaton';
}

async function isLinear(literal: string): Promise<boolean> {
  const { source, flags } = parsed(literal);
  if (await isProven(source, flags)) return true;
  const more = tryingMore(source);
  return (
    (await isProven(more.source, flags)) || (more.isBounded && (await isProven(`^${more.source}`, flags)))
  );
}

function parsed(literal: string): { readonly source: string; readonly flags: string } {
  const end = literal.lastIndexOf('/');
  return { source: literal.slice(1, end), flags: literal.slice(end + 1) };
}

describe('the regular expressions', () => {
  it('stand as they are in the source: none is made of a text', () => {
    expect(written.flatMap(({ made }) => made)).toEqual([]);
  });

  it('take time that grows with the length of the text alone, each proven', {
    timeout: 300_000,
  }, async () => {
    const unproven: string[] = [];
    for (const literal of literals) if (!(await isLinear(literal))) unproven.push(literal);

    expect(unproven).toEqual([]);
    expect(literals.length).toBeGreaterThan(300);
  });
});

describe('the proof', () => {
  it.each([
    '/(?<!a)a+$/',
    '/a+(?=b)/',
    '/(?:a{1,99}){1,99}(?!c)/',
    String.raw`/(a)\1*b/`,
    String.raw`/(?:[^)]|\)){40,}(?!\))x/`,
  ])('is not found for what takes longer, or may: %s', async (literal) => {
    expect(await isLinear(literal)).toBe(false);
  });

  it.each(['/^a+(?=b)/', String.raw`/[(][^()]{0,99}[)](?![)\]])/`, String.raw`/\d{1,99}(?!\d)/`])(
    'is found for what does not: %s',
    async (literal) => {
      expect(await isLinear(literal)).toBe(true);
    },
  );

  it('is not looked for where lookaround has no end', async () => {
    await expect(isLinear(String.raw`/a(?=\s*b)/`)).rejects.toThrow('without end');
  });
});
