/** Pages that people write, with parts between markers that the code writes: `<!-- name -->` to `<!-- /name -->`. */

/** @param parts by the name of their markers; a part without markers on the page is an error, as nobody would see it */
export function withParts(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [start, end] = [text.indexOf(open), text.indexOf(close)];
    if (start < 0 || end < start) throw new TypeError(`the page has no ${open} … ${close}`);
    return `${text.slice(0, start + open.length)}\n\n${part}\n\n${text.slice(end)}`;
  }, page);
}
