/** Reads the part of the Logs Insights query language that the compiler writes, and refuses everything else, as the service refuses what it does not know. */

export type Operand =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'call'; readonly function: string; readonly arguments: readonly Operand[] }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '*' | '/';
      readonly left: Operand;
      readonly right: Operand;
    };

export type Test =
  | { readonly kind: 'and' | 'or'; readonly left: Test; readonly right: Test }
  | { readonly kind: 'not'; readonly of: Test }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand }
  | {
      readonly kind: 'in';
      readonly negated: boolean;
      readonly left: Operand;
      readonly list: readonly Operand[];
    }
  | { readonly kind: 'call'; readonly call: Extract<Operand, { readonly kind: 'call' }> };

export interface Aggregate {
  readonly function: string;
  /** Null for `*`. */
  readonly of: string | null;
  readonly alias: string;
}

export type Command =
  | { readonly kind: 'filter'; readonly test: Test }
  | {
      readonly kind: 'parse';
      readonly from: string;
      readonly pattern: RegExp;
      readonly names: readonly string[];
    }
  | { readonly kind: 'fields'; readonly fields: readonly { readonly of: Operand; readonly alias: string }[] }
  | { readonly kind: 'stats'; readonly aggregates: readonly Aggregate[]; readonly by: readonly string[] }
  | { readonly kind: 'sort'; readonly by: readonly { readonly name: string; readonly descending: boolean }[] }
  | { readonly kind: 'limit'; readonly rows: number }
  | { readonly kind: 'display'; readonly names: readonly string[] };

/** What StartQuery answers with for a text that it cannot compile. */
export class MalformedQuery extends Error {
  override readonly name = 'MalformedQueryException';
}

const TOKEN =
  /\s*(?:(?<text>"[^"\\\n]*")|(?<number>\d+)|(?<name>@?[A-Za-z][A-Za-z0-9_.]*)|(?<sign>!=|<=|>=|[=<>|,()[\]*/])|(?<odd>\S))/y;

/** Field names with other characters than letters, digits, `@` and `.` must stand in backticks. */
const PLAIN_NAME = /^@?[A-Za-z][A-Za-z0-9.]*$/;

/** Beyond RE2's subset: look-around, back references; and counted repetitions, which were seen to lose records. */
const UNSAFE_PATTERN = /\(\?[=!]|\(\?<[=!]|\\[1-9]|\{\d/;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #read(advance: boolean): { readonly kind: string; readonly text: string } | undefined {
    TOKEN.lastIndex = this.#at;
    const groups = TOKEN.exec(this.#text)?.groups;
    if (!groups) return undefined;
    const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined) ?? ['odd', ''];
    if (kind === 'odd') throw new MalformedQuery(`unexpected character ${text} (${this.#at})`);
    if (advance) this.#at = TOKEN.lastIndex;
    return { kind, text: text ?? '' };
  }

  peek(): string | undefined {
    return this.#read(false)?.text;
  }

  peekKind(): string | undefined {
    return this.#read(false)?.kind;
  }

  next(): string {
    const token = this.#read(true);
    if (!token) throw new MalformedQuery('unexpected end of the query');
    return token.text;
  }

  take(text: string): boolean {
    if (this.peek() !== text) return false;
    this.next();
    return true;
  }

  expect(text: string): void {
    const found = this.next();
    if (found !== text) throw new MalformedQuery(`expected ${text}, found ${found} (${this.#at})`);
  }

  name(): string {
    const kind = this.peekKind();
    const name = this.next();
    if (kind !== 'name' || !PLAIN_NAME.test(name)) throw new MalformedQuery(`${name} is no plain field name`);
    return name;
  }

  pattern(): string {
    const literal = /\s*\/((?:[^/\\\n]|\\.)+)\//y;
    literal.lastIndex = this.#at;
    const found = literal.exec(this.#text)?.[1];
    if (found === undefined) throw new MalformedQuery(`expected a regular expression (${this.#at})`);
    if (UNSAFE_PATTERN.test(found)) throw new MalformedQuery(`beyond RE2: ${found}`);
    this.#at = literal.lastIndex;
    return found;
  }

  list<T>(item: () => T): readonly T[] {
    const items = [item()];
    while (this.take(',')) items.push(item());
    return items;
  }
}

function readOperand(reader: Reader): Operand {
  let left = readTerm(reader);
  for (let sign = reader.peek(); sign === '*' || sign === '/'; sign = reader.peek()) {
    reader.next();
    left = { kind: 'arithmetic', operator: sign, left, right: readTerm(reader) };
  }
  return left;
}

function readTerm(reader: Reader): Operand {
  const kind = reader.peekKind();
  if (kind === 'number') return { kind: 'number', value: Number(reader.next()) };
  if (kind === 'text') return { kind: 'text', value: reader.next().slice(1, -1) };
  const name = reader.name();
  if (!reader.take('(')) return { kind: 'name', name };
  const given = reader.list(() => readOperand(reader));
  reader.expect(')');
  return { kind: 'call', function: name, arguments: given };
}

function readTest(reader: Reader): Test {
  let left = readConjunction(reader);
  while (reader.take('or')) left = { kind: 'or', left, right: readConjunction(reader) };
  return left;
}

function readConjunction(reader: Reader): Test {
  let left = readSingle(reader);
  while (reader.take('and')) left = { kind: 'and', left, right: readSingle(reader) };
  return left;
}

function readSingle(reader: Reader): Test {
  if (reader.take('not')) return { kind: 'not', of: readSingle(reader) };
  if (reader.take('(')) {
    const test = readTest(reader);
    reader.expect(')');
    return test;
  }
  const left = readOperand(reader);
  const sign = reader.peek() ?? '';
  if (['=', '!=', '<', '>', '<=', '>='].includes(sign)) {
    reader.next();
    return { kind: 'compare', operator: sign, left, right: readOperand(reader) };
  }
  const negated = sign === 'not';
  if (negated) reader.next();
  if (reader.take('in')) {
    reader.expect('[');
    const list = reader.list(() => readTerm(reader));
    reader.expect(']');
    return { kind: 'in', negated, left, list };
  }
  if (left.kind !== 'call') throw new MalformedQuery(`${sign} after a field is no comparison`);
  return { kind: 'call', call: left };
}

function readAggregate(reader: Reader): Aggregate {
  const name = reader.next();
  reader.expect('(');
  const of = reader.take('*') ? null : reader.name();
  reader.expect(')');
  reader.expect('as');
  return { function: name, of, alias: reader.name() };
}

function readCommand(reader: Reader): Command {
  const word = reader.next();
  switch (word) {
    case 'filter':
      return { kind: 'filter', test: readTest(reader) };
    case 'parse': {
      const from = reader.name();
      const pattern = reader.pattern();
      const names = [...pattern.matchAll(/\(\?<([^>]*)>/g)].map(([, name]) => name ?? '');
      const odd = names.find((name) => !PLAIN_NAME.test(name));
      if (odd !== undefined) throw new MalformedQuery(`${odd} is no plain field name`);
      return { kind: 'parse', from, pattern: new RegExp(pattern), names };
    }
    case 'fields': {
      const fields = reader.list(() => {
        const of = readOperand(reader);
        reader.expect('as');
        return { of, alias: reader.name() };
      });
      return { kind: 'fields', fields };
    }
    case 'stats': {
      const aggregates = reader.list(() => readAggregate(reader));
      const by = reader.take('by') ? reader.list(() => reader.name()) : [];
      return { kind: 'stats', aggregates, by };
    }
    case 'sort': {
      const by = reader.list(() => ({ name: reader.name(), descending: reader.next() === 'desc' }));
      return { kind: 'sort', by };
    }
    case 'limit':
      return { kind: 'limit', rows: Number(reader.next()) };
    case 'display':
      return { kind: 'display', names: reader.list(() => reader.name()) };
    default:
      throw new MalformedQuery(`unknown command ${word}`);
  }
}

/** @throws MalformedQuery */
export function readQuery(text: string): readonly Command[] {
  if (text.length > 10_000) throw new MalformedQuery(`the query has ${text.length} characters`);
  const reader = new Reader(text);
  const commands = [readCommand(reader)];
  while (reader.peek() !== undefined) {
    reader.expect('|');
    commands.push(readCommand(reader));
  }
  return commands;
}
