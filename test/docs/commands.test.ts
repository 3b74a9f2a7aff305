import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGES = [
  'README.md',
  'SECURITY.md',
  ...readdirSync(new URL('docs/', ROOT))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];
/** Of the terminal alone, and no verbs. */
const OTHERS: readonly string[] = ['demo', 'init'];

/**
 * What is typed after the command's own name. A mention may go on with what was asked before, and a form of a command, with `…`, `<…>` or `[…]`
 * in it, is none that can be typed.
 */
function typedIn(page: string): readonly string[] {
  const text = readFileSync(new URL(page, ROOT), 'utf8').replaceAll(/^ *```[\s\S]*?^ *```/gm, '');
  return [...text.matchAll(/`\/?flows ([^`]+)`/g)]
    .map(([, typed = '']) => typed.replaceAll(/\s+/g, ' ').replace(/ --.*$/, ''))
    .filter((typed) => !/[…<[]/.test(typed) && !OTHERS.includes(typed));
}

describe('a command that a page shows', () => {
  it.each(PAGES.flatMap((page) => typedIn(page).map((typed) => [page, typed] as const)))(
    'is understood: %s, %s',
    (_page, typed) => {
      const found = understand(typed, { now: 1_790_000_000, timeZone: 'UTC' });

      expect(found.kind === 'immediate' && found.answer.kind === 'mistake').toBe(false);
    },
  );
});
