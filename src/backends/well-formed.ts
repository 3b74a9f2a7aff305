/**
 * Text as files can hold it. JavaScript can hold half of a character outside the basic plane, which no encoding of a file has a form for: handed
 * to a database it would become the replacement character, and be found where it is not.
 */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
