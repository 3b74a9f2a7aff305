/** The right word nearest to a wrong one, for mistakes. */

/** Longer words are compared only this far: no keyword is as long. */
const COMPARED = 40;

/** Edits between two words: insertion, deletion, substitution, or a swap of neighbours (optimal string alignment distance). */
export function distance(a: string, b: string): number {
  const from = [...a.slice(0, COMPARED)];
  const to = [...b.slice(0, COMPARED)];
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of from.entries()) {
    const current = [row + 1];
    for (const [column, other] of to.entries()) {
      const substituted = (last[column] ?? 0) + (letter === other ? 0 : 1);
      const swapped =
        row > 0 && column > 0 && letter === to[column - 1] && from[row - 1] === other
          ? (beforeLast[column - 1] ?? 0) + 1
          : Number.POSITIVE_INFINITY;
      current.push(Math.min(substituted, swapped, (last[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    beforeLast = last;
    last = current;
  }
  return last.at(-1) ?? 0;
}

/** `is` has nothing in common with `in`; `sv` is `vs` with its letters swapped. */
function isOtherOfTwo(word: string, candidate: string): boolean {
  return word.length === candidate.length && [...word].sort().join('') !== [...candidate].sort().join('');
}

/** The candidate the fewest edits away, at most `most`, and one for words of up to three letters. */
export function withinEdits(word: string, candidates: readonly string[], most: number): string | undefined {
  const wanted = word.toLowerCase();
  const allowed = wanted.length <= 3 ? 1 : most;
  let best: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const edits = distance(wanted, candidate.toLowerCase());
    const isShort = Math.min(wanted.length, candidate.length) <= 2;
    if (isShort && (edits > 1 || isOtherOfTwo(wanted, candidate))) continue;
    if (edits <= allowed && edits < wanted.length && edits < (best?.edits ?? Number.POSITIVE_INFINITY)) {
      best = { candidate, edits };
    }
  }
  return best?.candidate;
}

/** The candidate at most two edits away, or else the only one that the word begins. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const begun = candidates.filter(
    (candidate) => word.length > 1 && candidate.toLowerCase().startsWith(word.toLowerCase()),
  );
  return withinEdits(word, candidates, 2) ?? (begun.length === 1 ? begun[0] : undefined);
}
