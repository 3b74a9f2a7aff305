import { describe, expect, it } from 'vitest';
import { explain } from '../../src/record/explain.ts';
import { isHeader } from '../../src/record/format.ts';
import { parseLines, parseText } from '../../src/record/parse-lines.ts';

const SEEDS = [
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
  '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA',
  '2 123456789010 eni-1235b8ca123456789 2001:db8:1234:a100:8d6e:3477:df66:f105 2001:db8:1234:a102:3304:8879:34cf:4071 34892 22 6 54 8855 1477913708 1477913820 ACCEPT OK',
  '{"message":"2 123456789010 eni-1 10.0.0.1 10.0.0.2 1 2 17 1 40 1 2 REJECT OK"}',
  'srcaddr dstport protocol tcp-flags',
  '10.0.0.1 443 6 19',
];
const INSERTED = [
  ' ',
  '-',
  '.',
  ':',
  '\t',
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  '\u0000',
  '\uFEFF',
  '\r',
  '💥',
  '9',
  'e',
  '$',
  '%2D',
  '-1',
  '__proto__',
  ' OK ',
];
/** Blank, an empty list, or an empty message. */
const HOLDS_NOTHING = /^[\s\uFEFF]*$|^\[[\s[\],]*\]$|"message":"[\s\\rnt]*"/;
const LINES = 100_000;

/** A small generator of random numbers, handed its seed, so that a failure can be seen again. */
function randomBelow(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function mutated(line: string, random: (below: number) => number): string {
  const at = random(line.length + 1);
  const to = Math.min(line.length, at + random(6));
  switch (random(5)) {
    case 0:
      return line.slice(0, at) + line.slice(to);
    case 1:
      return line.slice(0, at) + (INSERTED[random(INSERTED.length)] ?? '') + line.slice(at);
    case 2:
      return line.slice(0, at) + String.fromCharCode(32 + random(95)) + line.slice(to);
    case 3:
      return line.slice(0, at) + line.slice(at, to).repeat(3) + line.slice(to);
    default:
      return line.slice(0, at);
  }
}

function mutatedLines(seed: number): readonly string[] {
  const random = randomBelow(seed);
  return Array.from({ length: LINES }, () => {
    let line = SEEDS[random(SEEDS.length)] ?? '';
    for (let times = random(4); times > 0; times -= 1) line = mutated(line, random);
    return line;
  });
}

describe('a hundred thousand mutated lines', () => {
  it('are each a record, a header, nothing, or a counted malformed line', () => {
    const lines = mutatedLines(1);
    let counted = 0;

    for (const line of lines) {
      const { records, malformed } = parseLines([line], { file: 'mutated' });
      if (records.length + malformed.count > 0) counted += 1;
      else
        expect(isHeader(line) || HOLDS_NOTHING.test(line) ? 'nothing to read' : line).toBe('nothing to read');
      if (counted % 100 === 0) for (const record of records) explain(record);
    }

    expect(counted).toBeGreaterThan(LINES / 2);
  });

  it('do not stop a whole file', () => {
    const { records, malformed } = parseText(mutatedLines(2).join('\n'), { file: 'mutated' });

    expect(records.length).toBeGreaterThan(1000);
    expect(malformed.count).toBeGreaterThan(1000);
  });
});
