/** What is told as a part of a sentence, where it stands as one of its own. */

/** `There is no such file` of `there is no such file`; what may be a name, an id or a key at its beginning stays as it is. */
export function asSentence(text: string): string {
  return /^(there|nothing|none|no|not|the|an?|its?|several|somebody|what) /.test(text)
    ? `${text.charAt(0).toUpperCase()}${text.slice(1)}`
    : text;
}
