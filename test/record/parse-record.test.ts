import { describe, expect, it } from 'vitest';
import { DEFAULT_FORMAT, formatOfNames } from '../../src/record/format.ts';
import { largestValue, parseRecord } from '../../src/record/parse-record.ts';

const SSH =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
const SSH_RECORD = {
  version: 2,
  accountId: '123456789010',
  interfaceId: 'eni-1235b8ca123456789',
  srcAddr: '172.31.16.139',
  dstAddr: '172.31.16.21',
  srcPort: 20641,
  dstPort: 22,
  protocol: 6,
  packets: 20,
  bytes: 4249,
  start: 1418530010,
  end: 1418530070,
  action: 'ACCEPT',
  logStatus: 'OK',
};

describe('parseRecord', () => {
  it("reads AWS's default format", () => {
    expect(parseRecord(SSH, DEFAULT_FORMAT)).toEqual(SSH_RECORD);
  });

  it('reads fields in any order', () => {
    expect(parseRecord('REJECT 443 10.0.0.1', formatOfNames(['action', 'dstport', 'srcaddr']))).toEqual({
      action: 'REJECT',
      dstPort: 443,
      srcAddr: '10.0.0.1',
    });
  });

  it.each([
    ['repeated spaces', SSH.replaceAll(' ', '  ')],
    ['spaces around', `  ${SSH}   `],
    ['tabs', SSH.replaceAll(' ', '\t')],
    ['a carriage return', `${SSH}\r`],
    ['a byte order mark', `\uFEFF${SSH}`],
    ['several of each', ` \uFEFF\t\uFEFF${SSH}\r \r`],
  ])('does not mind %s', (_, line) => {
    expect(parseRecord(line, DEFAULT_FORMAT)).toEqual(SSH_RECORD);
  });

  it('reads - as null', () => {
    expect(parseRecord('- - -', formatOfNames(['srcaddr', 'dstport', 'action']))).toEqual({
      srcAddr: null,
      dstPort: null,
      action: null,
    });
  });

  it('keeps what comes after the last named field', () => {
    expect(parseRecord(`${SSH} vpc-1 -`, DEFAULT_FORMAT)).toEqual({ ...SSH_RECORD, extra: ['vpc-1', '-'] });
  });

  it('keeps values of unknown names as text', () => {
    expect(parseRecord('10.0.0.1 blue', formatOfNames(['srcaddr', 'colour']))).toEqual({
      srcAddr: '10.0.0.1',
      unknown: { colour: 'blue' },
    });
  });

  it('says how many fields are missing', () => {
    expect(parseRecord('2 123456789010', DEFAULT_FORMAT)).toMatch(
      /^found 2 fields, expected 14 \(version account-id /,
    );
  });

  it('speaks of the missing fields first when a short line also has a bad value', () => {
    expect(parseRecord('2 123456789010 eni-1 here', DEFAULT_FORMAT)).toMatch(/^found 4 fields, expected 14/);
  });

  it.each([
    ['dstport', '65536', 'dstport is "65536", which is not a whole number from 0 to 65535'],
    ['dstport', '-1', 'dstport is "-1", which is not a whole number from 0 to 65535'],
    ['protocol', '256', 'protocol is "256", which is not a whole number from 0 to 255'],
    ['packets', '1.5', 'packets is "1.5", which is not a whole number from 0 to 9007199254740991'],
    [
      'bytes',
      '9007199254740993',
      'bytes is "9007199254740993", which is not a whole number from 0 to 9007199254740991',
    ],
    ['bytes', '1e3', 'bytes is "1e3", which is not a whole number from 0 to 9007199254740991'],
    ['start', '1418530010000', 'start is "1418530010000", which is not a time in seconds since 1970'],
    ['srcaddr', '10.0.0.300', 'srcaddr is "10.0.0.300", which is not an IPv4 or IPv6 address'],
    ['action', 'accept', 'action is "accept", which is not ACCEPT or REJECT'],
    ['log-status', 'FINE', 'log-status is "FINE", which is not OK, NODATA or SKIPDATA'],
  ])('refuses %s %s', (name, value, reason) => {
    expect(parseRecord(value, formatOfNames([name]))).toBe(reason);
  });

  it('shortens a long bad value', () => {
    expect(parseRecord('9'.repeat(500), formatOfNames(['dstport']))).toHaveLength(
      'dstport is "", which is not a whole number from 0 to 65535'.length + 61,
    );
  });
});

describe('largestValue', () => {
  it('bounds numbers and nothing else', () => {
    expect([largestValue('srcPort'), largestValue('protocol'), largestValue('srcAddr')]).toEqual([
      65_535,
      255,
      null,
    ]);
  });
});
