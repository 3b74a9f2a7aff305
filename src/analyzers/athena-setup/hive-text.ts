/** Names and texts of Hive's DDL. What stands in them comes from AWS or from a file, so nothing in it may end them. */

/** In backticks, which every name may stand in: `end`, `date` and other reserved words only there. */
export function hiveName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\0': '',
};

/** A text in single quotes, in which a backslash escapes. */
export function hiveText(text: string): string {
  return `'${text.replace(/[\\'\n\r\0]/g, (character) => ESCAPES[character] ?? '')}'`;
}
