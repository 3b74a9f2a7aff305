import { describe, expect, it } from 'vitest';
import { forMarkdown, forSpreadsheet } from '../../src/present/untrusted.ts';
import { formulasIn, markupIn } from '../kit/shown-problems.ts';

function inFile(text: string): string {
  return `who,"${text.replaceAll('"', '""')}"\n`;
}

describe('a cell for a spreadsheet', () => {
  it.each([
    ['a formula', '=1+1', "'=1+1"],
    ['one behind spaces and quotes', ' "=1+1', `' "=1+1`],
    ['one behind a semicolon', 'a;=1+1', "a;'=1+1"],
    ['one behind a semicolon and a quote', `a;"=cmd|' /C calc'!A0;`, `a;'"=cmd|' /C calc'!A0;`],
    ['one behind a semicolon and many spaces', `x;${' '.repeat(50)}=1+1`, `x;'${' '.repeat(50)}=1+1`],
    ['one behind both', 'x; " " ＝1+1', `x;' " " ＝1+1`],
  ])('runs nothing, wherever cells end: %s', (_, text, cell) => {
    expect(forSpreadsheet(text)).toBe(cell);
    expect(formulasIn(inFile(text))).not.toEqual([]);
    expect(formulasIn(inFile(cell))).toEqual([]);
  });

  it.each(['-', '-5', '-1.5', 'a-b', 'tcp;udp', 'said "no"; "yes"', 'a = b; c'])(
    'is left as it is: %s',
    (text) => {
      expect(forSpreadsheet(text)).toBe(text);
      expect(formulasIn(`${inFile(text)}${text.replaceAll('"', '""')},x\n`)).toEqual([]);
    },
  );
});

describe('a text in Markdown', () => {
  it.each([
    ['an address of mail', 'admin&commat;evil.example', String.raw`admin\&commat;evil.example`],
    ['a link', 'https&colon;//evil.example/x', String.raw`https\&colon;//evil.example/x`],
    ['a host', 'www&period;evil.example', String.raw`www\&period;evil.example`],
    ['what reorders it', '&rlm;&#8238;&#x202E;', String.raw`\&rlm;\&\#8238;\&\#x202E;`],
    ['itself', 'R&D', String.raw`R\&D`],
  ])('stands for nothing else where it names a character: %s', (_, text, shown) => {
    expect(forMarkdown(text)).toBe(shown);
    expect(markupIn(forMarkdown(text))).toEqual([]);
  });
});
