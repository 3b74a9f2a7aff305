/**
 * A regular expression that goes every way that another one goes, and more, for a checker that reads neither lookaround nor large counts: where it takes
 * time that grows with the length of a text, the other one does, too.
 */

/** A character of Unicode's private use that no text has: what asks for it at the end fails, after every way has been gone. */
const NEVER = String.raw`\uE000`;

const PIECE = /\\[pPu]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\(|\)|\{\d+(?:,\d*)?\}|[^\\]/gsu;
const ENDLESS = /^(?:[*+]|\{\d+,\})$/;

export interface TryingMore {
  /** Without lookaround, which only cuts ways off, and with any number where there was a count; with one at least, where there was. */
  readonly source: string;
  /** It repeats nothing without end, so that from each place it looks at so many characters and no more. */
  readonly isBounded: boolean;
}

function anyNumber(piece: string): string {
  if (!/^\{\d/.test(piece)) return piece;
  return /^\{0+[,}]/.test(piece) ? '*' : '+';
}

/** @throws for lookaround that may look at any number of characters: it takes a time of its own. */
export function tryingMore(source: string): TryingMore {
  const kept: string[] = [];
  /** Parentheses that are open since a lookaround began, its own too. */
  let inside = 0;
  let isBounded = true;
  for (const [piece] of source.matchAll(PIECE)) {
    const begins = /^\(\?<?[=!]$/.test(piece);
    if (ENDLESS.test(piece)) {
      if (inside > 0) throw new TypeError(`${source} looks around without end.`);
      isBounded = false;
    }
    if (inside > 0) {
      if (begins || piece === '(') inside += 1;
      if (piece === ')') inside -= 1;
    } else if (begins) inside = 1;
    else kept.push(anyNumber(piece));
  }
  return { source: `(?:${kept.join('')})${NEVER}`, isBounded };
}
