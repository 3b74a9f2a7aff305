/** Values of JSON that are nearly right: samples in which parts are something else. */
import fc from 'fast-check';
import { meanText } from '../kit/mean-text.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(null, true, false, 0, -1, 1.5, 2 ** 53, -(2 ** 31), 1e308, '', '0', '-1', [], {}),
  meanText,
);

export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(meanText, tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** How many values it holds, itself too. */
function sizeOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, part) => sum + sizeOf(part), 1);
}

/** With another value in the place of the one that is at `at`, counted as they are written; without it where that is undefined. */
function replacedAt(value: Json, at: number, by: Json | undefined): Json | undefined {
  if (at === 0) return by;
  if (typeof value !== 'object' || value === null) return value;
  let left = at - 1;
  const changed = Object.entries(value).flatMap(([name, part]): (readonly [string, Json])[] => {
    const size = sizeOf(part);
    const isHere = left >= 0 && left < size;
    const instead = isHere ? replacedAt(part, left, by) : part;
    left -= size;
    return instead === undefined ? [] : [[name, instead]];
  });
  return Array.isArray(value) ? changed.map(([, part]) => part) : Object.fromEntries(changed);
}

/** One of the samples, with up to four parts of it replaced or left out. */
export function mutated(samples: readonly Json[]): fc.Arbitrary<Json> {
  const change = fc.tuple(fc.nat(10_000), fc.option(anyJson, { nil: undefined, freq: 4 }));
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 4 }))
    .map(([sample, changes]) =>
      changes.reduce((value, [at, by]) => replacedAt(value, at % sizeOf(value), by) ?? null, sample),
    );
}

/** A text with stretches of it cut out, doubled, or replaced. */
export function mangled(texts: readonly string[]): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(100_000), fc.nat(20), fc.constantFrom('cut', 'double', 'write'), meanText);
  return fc.tuple(fc.constantFrom(...texts), fc.array(change, { maxLength: 4 })).map(([text, changes]) =>
    changes.reduce((changed, [place, length, how, written]) => {
      const at = changed.length === 0 ? 0 : place % changed.length;
      const stretch = changed.slice(at, at + length);
      const instead = how === 'cut' ? '' : how === 'double' ? stretch + stretch : written;
      return changed.slice(0, at) + instead + changed.slice(at + length);
    }, text),
  );
}
