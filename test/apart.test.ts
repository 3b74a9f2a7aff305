import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isApart } from './apart.ts';

const TEST = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(TEST, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.test.ts'),
);

/** What would be found by the next file in the same process, or would be missing there. */
const CHANGES = [
  { what: 'mocks a module, a variable or the clock', sign: /\bvi\.(?:do)?(?:mock|stub|useFake)/i },
  { what: 'puts nock between the process and its network', sign: /from 'nock'/ },
  { what: 'changes the process', sign: /\bprocess\.(?:chdir|on|once|exitCode =|env\[[^\]]+\] = )/ },
  // Its hook runs once for each time that it is loaded, and drops the database of a file.
  { what: 'has a Postgres of its own', sign: /^import \{[^}]*\b(?:DATABASES|describeOnPostgres)\b/m },
];

const texts = new Map<string, string>();

function textOf(path: string): string {
  const text = texts.get(path) ?? readFileSync(path, 'utf8');
  texts.set(path, text);
  return text;
}

/** A file and all that it brings along from `test`. */
function closureOf(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, from = ''] of textOf(path).matchAll(/^(?:import|export|\}) .*from '(\.[^']+\.ts)';$/gm)) {
    const imported = join(dirname(path), from);
    if (imported.startsWith(TEST)) closureOf(imported, seen);
  }
  return seen;
}

function changesOf(name: string): readonly string[] {
  return [...closureOf(join(TEST, name))].flatMap((path) =>
    CHANGES.filter(({ sign }) => sign.test(textOf(path))).map(
      ({ what }) => `${name}: ${relative(TEST, path)} ${what}: name the file in test/apart.ts`,
    ),
  );
}

describe('a file of tests that shares its modules with others', () => {
  it('leaves the process as it was', () => {
    const together = names.filter((name) => !isApart(name) && name !== 'apart.test.ts');

    expect(together.flatMap(changesOf)).toEqual([]);
    expect(together.length).toBeGreaterThan(200);
  });
});
