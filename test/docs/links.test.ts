import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

function markdownFiles(): readonly string[] {
  const inFolder = (folder: string) =>
    readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}${file}`);
  const atTop = readdirSync(ROOT).filter((file) => file.endsWith('.md'));
  return [...atTop, ...inFolder('docs/'), ...inFolder('test/')].filter((file) => !file.includes('/golden/'));
}

/** Without code, where brackets are no links. */
function proseOf(file: string): string {
  const text = readFileSync(new URL(file, ROOT), 'utf8');
  return text.replaceAll(/^ *```[\s\S]*?^ *```/gm, '').replaceAll(/`[^`]+`/g, '`code`');
}

interface Link {
  readonly file: string;
  readonly target: string;
}

function linksOf(file: string): readonly Link[] {
  return [...proseOf(file).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => ({ file, target }));
}

/** As GitHub makes them of headings: https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
function anchorsOf(file: URL): ReadonlySet<string> {
  const text = readFileSync(file, 'utf8').replaceAll(/^ *```[\s\S]*?^ *```/gm, '');
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function isBroken({ file, target }: Link): boolean {
  const [path = '', anchor] = target.split('#');
  const place = path === '' ? new URL(file, ROOT) : new URL(path, new URL(file, ROOT));
  if (!existsSync(place)) return true;
  return anchor !== undefined && !anchorsOf(place).has(anchor);
}

const LINKS = markdownFiles().flatMap(linksOf);

describe('the links of every page', () => {
  it('lead to files and headings that there are', () => {
    const within = LINKS.filter(({ target }) => !/^[a-z]+:/.test(target));

    expect(within.filter(isBroken)).toEqual([]);
    expect(within.length).toBeGreaterThan(20);
  });

  it('are encrypted where they lead out', () => {
    expect(LINKS.filter(({ target }) => target.startsWith('http:'))).toEqual([]);
  });
});

describe('the pages of docs/', () => {
  it('can all be reached from the README', () => {
    const pages = readdirSync(new URL('docs/', ROOT)).filter((file) => file.endsWith('.md'));
    const named = linksOf('README.md').map(({ target }) => target.split('#')[0]);

    expect(pages.filter((page) => !named.includes(`docs/${page}`))).toEqual([]);
  });
});
