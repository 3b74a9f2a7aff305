/** Text that others wrote (questions, names, log lines), made harmless for where it is shown. */

/** Between two characters it keeps programs from reading them together; it is not seen. */
export const WORD_JOINER = '\u2060';

/** For a terminal: nothing that could move the cursor, colour, or reorder what is read. Line ends become spaces. */
export function forTerminal(text: string): string {
  return text.replace(/[\t\r\n\p{Zl}\p{Zp}]+/gu, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '�');
}

/**
 * For a cell of CSV: nothing that a spreadsheet would run, wide forms of its signs neither, nor where it takes semicolons for the ends of cells.
 * Source: OWASP, "CSV Injection".
 */
export function forSpreadsheet(text: string): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/;(?=\s{0,9}[=+\-@＝＋－＠])/g, ";'");
  return /^[=+\-@＝＋－＠]/.test(clean.trimStart()) && !/^-?\d+(\.\d+)?$|^-$/.test(clean)
    ? `'${clean}`
    : clean;
}

/**
 * For Markdown: every mark that could format, link or embed. Round brackets do neither where square ones are escaped. What GitHub takes for an
 * address by itself is broken by a joiner (GitHub Flavored Markdown, "Autolinks (extension)").
 */
export function forMarkdown(text: string): string {
  return forTerminal(text)
    .replace(/[\\`*_{}[\]<>#+!|~$@]/g, (mark) => `\\${mark}`)
    .replace(/@|:(?=\/\/)|www(?=\.)/gi, (mark) => `${mark}${WORD_JOINER}`);
}
