import { describe, expect, it } from 'vitest';
import { DEFAULT_FORMAT, formatOfNames } from '../../src/record/format.ts';
import { MAX_SAMPLES } from '../../src/record/malformed.ts';
import { parseLines, parseText, recordReader } from '../../src/record/parse-lines.ts';

const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const SSH =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
const NODATA = '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA';
const SKIPDATA = NODATA.replace('NODATA', 'SKIPDATA');

const file = 'flows.log';

describe('parseLines', () => {
  it('takes the default format where nothing names another', () => {
    expect(parseLines([SSH], { file }).records).toMatchObject([{ dstPort: 22, action: 'ACCEPT' }]);
  });

  it('takes the given format', () => {
    const { records } = parseLines(['10.0.0.1 443'], { file, format: formatOfNames(['srcaddr', 'dstport']) });

    expect(records).toEqual([{ srcAddr: '10.0.0.1', dstPort: 443 }]);
  });

  it('lets a header line switch the format wherever it stands', () => {
    const { records, malformed } = parseLines([HEADER, SSH, 'dstport srcaddr', '443 10.0.0.1', HEADER, SSH], {
      file,
      format: DEFAULT_FORMAT,
    });

    expect(records.map(({ dstPort }) => dstPort)).toEqual([22, 443, 22]);
    expect(malformed.count).toBe(0);
  });

  it('knows a header by most of its names when the first is new', () => {
    const { records, unknownFields } = parseLines(['brand-new srcaddr dstport', 'x 10.0.0.1 443'], { file });

    expect(records).toEqual([{ srcAddr: '10.0.0.1', dstPort: 443, unknown: { 'brand-new': 'x' } }]);
    expect(unknownFields).toEqual(['brand-new']);
  });

  it('reads NODATA and SKIPDATA as records', () => {
    const { records } = parseLines([NODATA, SKIPDATA], { file });

    expect(records).toMatchObject([
      { logStatus: 'NODATA', srcAddr: null, bytes: null, action: null, start: 1431280876 },
      { logStatus: 'SKIPDATA', srcAddr: null, bytes: null, action: null, start: 1431280876 },
    ]);
  });

  it('counts malformed lines, keeps the first with line and reason, and goes on', () => {
    const bad = Array.from({ length: 7 }, (_, index) => `garbage ${index}`);

    const { records, malformed } = parseLines([SSH, '', ...bad, SSH], { file });

    expect(records).toHaveLength(2);
    expect(malformed.count).toBe(7);
    expect(malformed.samples).toHaveLength(MAX_SAMPLES);
    expect(malformed.samples[0]).toMatchObject({ file, line: 3, text: 'garbage 0' });
  });

  it('says what was expected, what was found and how to name the fields', () => {
    const { malformed } = parseLines(['2 eni-1 10.0.0.1 10.0.0.2'], { file });

    expect(malformed.samples[0]?.reason).toMatch(/found 4 fields, expected 14 .*--format/);
  });

  it('says nothing about --format once the fields are named', () => {
    expect(parseLines([HEADER, '2 eni-1'], { file }).malformed.samples[0]?.reason).not.toContain('--format');
  });

  it('counts records with more values than names', () => {
    const { records, withExtra } = parseLines([SSH, `${SSH} more`], { file });

    expect(records[1]?.extra).toEqual(['more']);
    expect(withExtra).toBe(1);
  });

  it('refuses a header that names a field twice and keeps the format', () => {
    const { records, malformed } = parseLines([HEADER, 'srcaddr srcaddr dstaddr', SSH], { file });

    expect(malformed.samples).toMatchObject([{ line: 2, reason: expect.stringContaining('twice') }]);
    expect(records).toHaveLength(1);
  });

  it('cuts long lines in samples', () => {
    const { malformed } = parseLines(['x'.repeat(10_000)], { file });

    expect(malformed.samples[0]?.text.length).toBeLessThan(400);
  });

  it('reads the default format of transit gateways, which names itself', () => {
    const line =
      '6 TransitGateway 123456789012 tgw-1 tgw-attach-1 123456789012 123456789012 vpc-1 vpc-2 subnet-1 subnet-2 eni-1 eni-2 use1-az1 use1-az2 tgw-attach-2 10.0.0.1 10.0.1.1 12345 443 6 10 1000 1700000000 1700000060 OK IPv4 1 0 0 0 2 us-east-1 ingress - -';

    expect(parseLines([line], { file }).records).toMatchObject([
      { tgwId: 'tgw-1', packetsLostNoRoute: 1, tcpFlags: 2 },
    ]);
  });

  it.each([
    ['an export of CloudWatch Logs', `2014-12-14T04:06:50.000Z ${SSH}`],
    ['aws logs tail', `2014-12-14T04:06:50.000000+00:00 eni-1235b8ca123456789-all ${SSH}`],
  ])('reads a line of %s', (_, line) => {
    expect(parseLines([line], { file }).records).toMatchObject([{ version: 2, dstPort: 22 }]);
  });
});

describe('parseText', () => {
  it('does not mind a byte order mark, Windows line ends and empty lines', () => {
    const { records, malformed } = parseText(`\uFEFF${HEADER}\r\n${SSH}\r\n\r\n${SSH}\r\n`, { file });

    expect(records).toHaveLength(2);
    expect(malformed.count).toBe(0);
  });

  it('counts lines from the top of the file', () => {
    expect(parseText(`${HEADER}\n\n${SSH}\nbad\n`, { file }).malformed.samples[0]?.line).toBe(4);
  });
});

describe('recordReader', () => {
  it('hands on records as they come and sums up what it met', () => {
    const reader = recordReader({ file });
    const taken: number[] = [];
    reader.read(HEADER, 1, () => taken.push(-1));
    reader.read(SSH, 2, ({ dstPort }) => taken.push(dstPort ?? 0));
    reader.read('bad', 3, () => taken.push(-1));

    expect(taken).toEqual([22]);
    expect(reader.summary()).toMatchObject({
      records: 1,
      malformed: { count: 1 },
      withExtra: 0,
      unknownFields: [],
    });
  });
});
