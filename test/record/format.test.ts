import { describe, expect, it } from 'vitest';
import {
  DEFAULT_FORMAT,
  formatNames,
  formatOfNames,
  isFormatProblem,
  isHeader,
  parseFormat,
  TRANSIT_GATEWAY_DEFAULT_FORMAT,
} from '../../src/record/format.ts';

const DEFAULT_HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** `LogFormat` as DescribeFlowLogs prints it. */
function logFormat(...names: readonly string[]): string {
  return names.map((name) => `\${${name}}`).join(' ');
}

function namesOf(text: string): string {
  const format = parseFormat(text);
  return isFormatProblem(format) ? `problem: ${format.part}` : formatNames(format);
}

describe('parseFormat', () => {
  it('reads a header line', () => {
    expect(namesOf(DEFAULT_HEADER)).toBe(formatNames(DEFAULT_FORMAT));
  });

  it("reads AWS's LogFormat", () => {
    expect(namesOf(logFormat('version', 'pkt-srcaddr', 'tcp-flags'))).toBe('version pkt-srcaddr tcp-flags');
  });

  it.each([
    ['version,srcaddr,dstaddr', 'version srcaddr dstaddr'],
    ['version, srcaddr ,  dstaddr', 'version srcaddr dstaddr'],
    ['account_id pkt_srcaddr', 'account-id pkt-srcaddr'],
    ['accountId srcAddr startTime', 'account-id srcaddr start'],
  ])('reads what people type: %s', (typed, names) => {
    expect(namesOf(typed)).toBe(names);
  });

  it('keeps a name it does not know', () => {
    const format = parseFormat('version colour-of-packet');

    expect(format).toEqual({
      fields: [
        { name: 'version', key: 'version' },
        { name: 'colour-of-packet', key: null },
      ],
    });
  });

  it.each([
    ['', ''],
    [' , ', ''],
    ['version srcaddr;', 'srcaddr;'],
    ['version srcaddr srcaddr', 'srcaddr'],
    ['srcaddr srcAddr', 'srcAddr'],
    ['colour shape', 'colour'],
  ])('names the bad part of %j', (typed, part) => {
    const problem = parseFormat(typed);

    expect(problem).toMatchObject({ part });
    expect(isFormatProblem(problem) && problem.problem).toContain(part);
  });

  it('names an unclosed placeholder', () => {
    expect(namesOf(logFormat('version', 'srcaddr').slice(0, -1))).toBe(
      `problem: ${logFormat('srcaddr').slice(0, -1)}`,
    );
  });
});

describe('isHeader', () => {
  it.each([
    DEFAULT_HEADER,
    `\uFEFF${DEFAULT_HEADER}\r`,
    'srcaddr',
    'instance-id a-new-field',
    logFormat('version', 'srcaddr'),
  ])('takes %j for one', (line) => {
    expect(isHeader(line)).toBe(true);
  });

  it.each([
    '',
    '2 123456789010 eni-1235b8ca123456789',
    'hello world',
    'ACCEPT OK',
    'version 2',
    'a b c srcaddr',
  ])('does not take %j for one', (line) => {
    expect(isHeader(line)).toBe(false);
  });
});

describe('the default formats', () => {
  it('is the fourteen fields of version 2 in their order', () => {
    expect(formatNames(DEFAULT_FORMAT)).toBe(DEFAULT_HEADER);
  });

  it('knows every field of a transit gateway', () => {
    expect(TRANSIT_GATEWAY_DEFAULT_FORMAT.fields.filter(({ key }) => key === null)).toEqual([]);
  });
});

describe('formatOfNames', () => {
  it('reads the columns of a Parquet file', () => {
    expect(formatNames(formatOfNames(['version', 'tcp_flags', 'end']))).toBe('version tcp-flags end');
  });
});
