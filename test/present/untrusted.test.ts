import { describe, expect, it } from 'vitest';
import { forSpreadsheet } from '../../src/present/untrusted.ts';
import { formulasIn } from '../kit/shown-problems.ts';

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
