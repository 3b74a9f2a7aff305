/** The sources that a question names: `in payments`, `in payments,core`, `in team=payments`, `in 111122223333`, `in eu-west-1`, `in all`. */
import { nearest } from '../query/nearest.ts';
import type { Source } from './source.ts';

/** What matches none of the sources, and what may have been meant. */
export interface UnknownSource {
  readonly unknown: string;
  /** All of the choice with the nearest right word in the place of the wrong one; undefined where there is no source at all. */
  readonly instead: string | undefined;
}

/** What is known of a source before it is opened. */
type Described = Pick<Source, 'name' | 'about'>;

const ALL = 'all';

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function tagTexts({ about: { tags } }: Described): readonly string[] {
  return Object.entries(tags).map(([name, value]) => `${name}=${value}`);
}

/** A name goes before everything else that a word may be. */
function named<S extends Described>(word: string, sources: readonly S[]): readonly S[] {
  const byName = sources.filter(({ name }) => same(name, word));
  if (byName.length > 0) return byName;
  if (same(word, ALL)) return sources;
  return sources.filter(
    (source) =>
      source.about.account === word ||
      (source.about.region !== null && same(source.about.region, word)) ||
      tagTexts(source).some((text) => same(text, word)),
  );
}

/** Every word that stands for sources, names first. */
function words(sources: readonly Described[]): readonly string[] {
  return [
    ...new Set([
      ...sources.map(({ name }) => name),
      ...sources.flatMap(tagTexts),
      ...sources.flatMap(({ about }) => about.region ?? []),
      ...sources.flatMap(({ about }) => about.account ?? []),
      ALL,
    ]),
  ];
}

/** What can stand after `in`, by its kind, for whoever chose wrong. */
export function sourceForms(sources: readonly Described[]): string {
  const kinds: readonly (readonly [string, readonly string[]])[] = [
    ['a tag', sources.flatMap(tagTexts)],
    ['a region', sources.flatMap(({ about }) => about.region ?? [])],
    ['an account', sources.flatMap(({ about }) => about.account ?? [])],
  ];
  const others = kinds.flatMap(([kind, values]) =>
    values.length === 0 ? [] : [`${kind}: ${[...new Set(values)].join(', ')}`],
  );
  return [`one of: ${sources.map(({ name }) => name).join(', ')}`, ...others].join('; ');
}

/** In the order of the configuration, each once. @param choice what stands after `in`: words with commas between them */
export function namedSources<S extends Described>(
  choice: string,
  sources: readonly S[],
): readonly S[] | UnknownSource {
  const parts = choice.split(',').filter((part) => part !== '');
  const wrong =
    parts.find((part) => named(part, sources).length === 0) ?? (parts.length === 0 ? choice : undefined);
  if (wrong !== undefined) {
    const right = nearest(wrong, words(sources)) ?? sources[0]?.name;
    const instead = parts.map((part) => (part === wrong ? right : part)).join(',');
    return { unknown: wrong, instead: right === undefined ? undefined : instead || right };
  }
  const chosen = new Set(parts.flatMap((part) => named(part, sources)));
  return sources.filter((source) => chosen.has(source));
}

export function isUnknownSource(found: readonly Described[] | UnknownSource): found is UnknownSource {
  return 'unknown' in found;
}
