/** A text without what it ends in. A regular expression for that, `/[marks]+$/`, would begin at each of the marks anew, and take time by their square. */

/** @param mark a pattern of one character */
export function trimmedEnd(text: string, mark: RegExp): string {
  let end = text.length;
  while (end > 0 && mark.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
