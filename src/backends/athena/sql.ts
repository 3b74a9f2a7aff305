/**
 * Text of Trino's SQL. What a person typed never stands in it: text travels as execution parameters; names, which come from the configuration,
 * are quoted here and nowhere else.
 */
import { isWellFormed } from '../well-formed.ts';

/** A piece of a statement with the parameters that its `?` stand for, in order. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly string[];
}

/** The name of a catalog, database, table or column. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string. Trino knows no other escape in it than a doubled quote (Athena User Guide, "Escape single quotes"). */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Characters that one execution parameter may have (StartQueryExecution: "Minimum length of 1. Maximum length of 1024"). */
const LONGEST_PARAMETER = 1024;
/** Characters of a text for one parameter: the quotes around it count too, and each quote in it is written twice. */
const PIECE = (LONGEST_PARAMETER - 2) / 2;

/** The text in pieces that each fit into a parameter; no character is cut in two. */
function pieces(text: string): readonly string[] {
  const cut: string[] = [];
  let piece = '';
  for (const character of text) {
    if (piece.length + character.length > PIECE) {
      cut.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...cut, piece];
}

/**
 * Text as execution parameters. Athena takes a parameter as a string where it is a literal in single quotes, and takes parameters in WHERE only
 * (Athena User Guide, "Use parameterized queries", "Considerations and limitations").
 *
 * @returns undefined for text that no file can hold
 */
export function textParameter(text: string): Sql | undefined {
  if (!isWellFormed(text)) return undefined;
  const parameters = pieces(text).map(textLiteral);
  return { text: parameters.map(() => '?').join(' || '), parameters };
}
