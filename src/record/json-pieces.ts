/** A text cut into what may hold records: its lines, and JSON values, which may span lines or follow one another on one. */

interface Piece {
  /** One line, or one JSON value. */
  readonly text: string;
  /** The line it begins on, counted from 1. */
  readonly line: number;
}

const NEWLINE = 10;
const QUOTE = 34;
const BACKSLASH = 92;

function opensJson(code: number): boolean {
  return code === 0x7b || code === 0x5b;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xfeff;
}

/** The index after the JSON value that opens at `from`, or -1 when it does not close before `to`. Only brackets and strings are looked at. */
function endOfJson(text: string, from: number, to: number): number {
  let depth = 0;
  let inString = false;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) {
      inString = true;
    } else if (opensJson(code)) {
      depth += 1;
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** The pieces of a text in their order. Blank lines are left out. Takes time in proportion to the text, whatever stands in it. */
export function* piecesOf(text: string): Generator<Piece> {
  let line = 1;
  let at = 0;
  /** Up to here, a JSON value over several lines was looked for and not found: only values within a line are. */
  let searchedTo = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) {
      if (code === NEWLINE) line += 1;
      at += 1;
      continue;
    }
    const newline = text.indexOf('\n', at);
    const lineEnd = newline === -1 ? text.length : newline;
    if (!opensJson(code)) {
      yield { text: text.slice(at, lineEnd), line };
      at = lineEnd;
      continue;
    }
    const end = endOfJson(text, at, at < searchedTo ? lineEnd : text.length);
    if (end !== -1 && (end <= lineEnd || isJson(text.slice(at, end)))) {
      yield { text: text.slice(at, end), line };
      line += countLines(text, at, end);
      at = afterComma(text, end);
      continue;
    }
    searchedTo = Math.max(searchedTo, end === -1 ? text.length : end);
    yield { text: text.slice(at, lineEnd), line };
    at = lineEnd;
  }
}

/** Where the next piece may begin: some pipelines put a comma between the values of different lines. */
function afterComma(text: string, at: number): number {
  return text.charCodeAt(at) === 44 ? at + 1 : at;
}
