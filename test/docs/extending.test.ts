import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withParts } from './parts.ts';

const ROOT = new URL('../../', import.meta.url);
const PLACE = new URL('docs/extending.md', ROOT);
const RULES = z.object({
  forbidden: z.array(z.object({ name: z.string(), comment: z.string().optional() })),
});

/** From the rules as they are checked. */
function imports(): string {
  const { forbidden } = RULES.parse(createRequire(import.meta.url)('../../.dependency-cruiser.cjs'));
  return forbidden
    .flatMap(({ name, comment = '' }) => {
      const [, folder = '', allowed = ''] = /^src\/(\w+) may import only: (.*)$/.exec(comment) ?? [];
      const others = allowed.split(', ').filter((one) => one !== folder);
      return name === `${folder}-imports`
        ? [
            `- \`${folder}\`: ${others.length === 0 ? 'nothing' : others.map((one) => `\`${one}\``).join(', ')}`,
          ]
        : [];
    })
    .join('\n');
}

describe('the page on adding to it', () => {
  it('lists the rules on imports as they are checked: else run `npm run docs`', () => {
    const page = withParts(readFileSync(PLACE, 'utf8'), { imports: imports() });
    if (process.env['FLOWS_DOCS'] === 'write') writeFileSync(PLACE, page);

    expect(readFileSync(PLACE, 'utf8')).toBe(page);
    expect(imports()).toContain('- `query`: `record`');
  });

  it('names files and folders that there are', () => {
    const page = readFileSync(PLACE, 'utf8');
    const named = [...page.matchAll(/`((?:src|test)\/[^`<>\s]+|[\w.]+\.(?:yaml|cjs))`/g)].map(
      ([, path = '']) => path,
    );

    expect(named.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([]);
    expect(named.length).toBeGreaterThan(30);
  });

  it('names what those files export', () => {
    const page = readFileSync(PLACE, 'utf8').replaceAll(/\s+/g, ' ');
    const named = [...page.matchAll(/`(\w+)`(?: and `(\w+)`)? of `((?:src|test)\/[^`<>]+\.ts)`/g)];
    const missing = named.flatMap(([, one, other, file = '']) => {
      const text = readFileSync(new URL(file, ROOT), 'utf8');
      return [one, other].filter(
        (name) =>
          name !== undefined &&
          !new RegExp(`(?:export )?(?:async )?(?:const|function|interface|type) ${name}\\b`).test(text),
      );
    });

    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});
