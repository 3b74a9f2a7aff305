/** Text that others wrote (questions, names, log lines), made harmless for where it is shown. */

/** Between two characters it keeps programs from reading them together; it is not seen. */
export const WORD_JOINER = '\u2060';

/** For a terminal: nothing that could move the cursor, colour, or reorder what is read. Line ends become spaces. */
export function forTerminal(text: string): string {
  return text.replace(/[\t\r\n\p{Zl}\p{Zp}]+/gu, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '�');
}

/**
 * For a cell of CSV: nothing that a spreadsheet would run, wide forms of its signs neither, nor where it takes semicolons for the ends of cells:
 * there a cell may begin with a quote that stands within one otherwise.
 * Source: OWASP, "CSV Injection".
 */
export function forSpreadsheet(text: string): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/;([\s"]*)(?=[=+\-@＝＋－＠])/g, ";'$1");
  return /^[\s"]*[=+\-@＝＋－＠]/.test(clean) && !/^-?\d+(\.\d+)?$|^-$/.test(clean) ? `'${clean}` : clean;
}

/**
 * For Markdown: every mark that could format, link, embed or name another character. Round brackets do neither where square ones are escaped. What
 * GitHub takes for an address by itself is broken by a joiner (GitHub Flavored Markdown, "Autolinks (extension)").
 */
export function forMarkdown(text: string): string {
  return forTerminal(text)
    .replace(/[\\`*_{}[\]<>#+!|~$@&]/g, (mark) => `\\${mark}`)
    .replace(/@|:(?=\/\/)|www(?=\.)/gi, (mark) => `${mark}${WORD_JOINER}`);
}

/** Words that every shell leaves as they are, and what is in double quotes, which it takes away. */
const PLAIN_IN_SHELL = /^(?:[\p{L}\p{N} ._:,/@%+=-]|"[\p{L}\p{N} ._:,/@%+=-]*")*$/u;

/**
 * A question as it is typed after `flows` in a shell (POSIX, Shell Command Language, "Quoting"): as one argument where the shell would make
 * something of it.
 */
export function forShell(question: string): string {
  const shown = forTerminal(question);
  return PLAIN_IN_SHELL.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}
