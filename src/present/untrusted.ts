/** Text that others wrote (questions, names, log lines), made harmless for where it is shown. */

/** For a terminal: nothing that could move the cursor, colour, or reorder what is read. Line ends become spaces. */
export function forTerminal(text: string): string {
  return text.replace(/[\t\r\n\p{Zl}\p{Zp}]+/gu, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '�');
}

/** For a cell of CSV: nothing that a spreadsheet would run. Source: OWASP, "CSV Injection". */
export function forSpreadsheet(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return /^[=+\-@]/.test(clean.trimStart()) && !/^-?\d+(\.\d+)?$|^-$/.test(clean) ? `'${clean}` : clean;
}

/** For Markdown: every mark that could format, link or embed. Round brackets do neither where square ones are escaped. */
export function forMarkdown(text: string): string {
  return forTerminal(text).replace(/[\\`*_{}[\]<>#+!|~$@]/g, (mark) => `\\${mark}`);
}
