/** What would be wrong with text that is shown: whatever others wrote into it, it must be read as text by what shows it. */

/** The cells of CSV as RFC 4180 has it, in rows. */
export function cellsOf(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length > 1);
}

function isFormula(cell: string): boolean {
  return /^[\s"]*[=+\-@＝＋－＠]/.test(cell) && !/^-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?)?$/.test(cell);
}

/**
 * Cells of a file that a spreadsheet would run, where it takes commas for the ends of cells, and where it takes semicolons: those within quotes too,
 * which open and close elsewhere then. A number that a line begins with stays one.
 */
export function formulasIn(csv: string): readonly string[] {
  const cells = cellsOf(csv).flat();
  const pieces = csv.split(/[;\n]/).filter((piece) => isFormula(piece.replace(/,.*/s, '')));
  return [...[...cells, ...cells.flatMap((cell) => cell.split(';'))].filter(isFormula), ...pieces];
}

/** What moves the cursor, colours, reorders what is read, or is half a character. Lines end as they do. */
export function controlsIn(text: string): readonly string[] {
  return text.match(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}]/gu) ?? [];
}

/** Codes of emoji that Slack would draw, besides those that the beginning of an ARN, a part of an address or of a time, or a port would be. */
export function emojiIn(mrkdwn: string): readonly string[] {
  const others = mrkdwn.replaceAll(
    /(?<![\w-])arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(?:\d*|aws):(?:[a-z-]*(?=:))?/g,
    '',
  );
  const codes =
    /:(?!\d+:)(?!(?<=(?:(?<!\w)[0-9a-fA-F]{1,4}|:):)[0-9a-f]{1,4}:)[\p{Ll}\p{Lo}\p{M}\p{N}_+'-]+(?=:)/gu;
  return others.match(codes) ?? [];
}

/** Lines that are Markdown, not text in a fence. */
export function outsideFences(markdown: string): readonly string[] {
  let fence: string | null = null;
  return markdown.split('\n').filter((line) => {
    const [mark] = /^`{3,}/.exec(line) ?? [];
    if (fence === null && mark) fence = mark;
    else if (line === fence) fence = null;
    else return fence === null;
    return false;
  });
}

/** Lines in which something links, embeds, stands for another character, or is HTML or code, besides what we write ourselves. */
export function markupIn(markdown: string): readonly string[] {
  const own = outsideFences(markdown).map((line) =>
    line
      .replaceAll(/<\/?sub>|^- \[[ x]\] |^- (?:\*\*Community ID\*\* )?`[^`]+`|^>(?: |$)/g, '')
      .replaceAll(/\\./g, '·'),
  );
  return own.filter((line) => /[<>[\]`~]|:\/\/|www\.|@\w|&#?\w+;/i.test(line));
}
