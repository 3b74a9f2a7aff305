import { describe, expect, it } from 'vitest';
import { unwrapJson } from '../../src/record/envelope.ts';
import { parseText } from '../../src/record/parse-lines.ts';

const SSH =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
const RDP = SSH.replace(' 22 ', ' 3389 ').replace('ACCEPT', 'REJECT');
const file = 'wrapped.json';

function portsIn(text: string): readonly unknown[] {
  return parseText(text, { file }).records.map(({ dstPort }) => dstPort);
}

function reasonsIn(text: string): readonly string[] {
  return parseText(text, { file }).malformed.samples.map(({ line, reason }) => `${line}: ${reason}`);
}

describe('records wrapped in JSON', () => {
  it.each([
    ['Firehose', `{"message":"${SSH}"}\n{"message":"${RDP}"}\n`],
    ['Firehose without line ends', `{"message":"${SSH}"}{"message":"${RDP}\\n"}`],
    [
      'a CloudWatch Logs subscription',
      JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [{ message: SSH }, { message: RDP }] }),
    ],
    [
      'filter-log-events, printed over many lines',
      JSON.stringify({ events: [{ message: SSH }, { message: RDP }] }, null, 4),
    ],
    ['an array', JSON.stringify([{ body: SSH }, { _raw: RDP }])],
    ['an array of texts', JSON.stringify([SSH, RDP])],
    [
      'rows of Logs Insights',
      JSON.stringify({ results: [SSH, RDP].map((value) => [{ field: '@message', value }]) }),
    ],
    ['an exported row list', JSON.stringify([{ '@message': SSH }, { '@message': RDP }])],
    ['Elastic', JSON.stringify([{ event: { original: SSH } }, { event: { original: RDP } }], null, 2)],
    ['objects with commas between lines', `{"message":"${SSH}"},\n{"message":"${RDP}"}`],
    ['two lines in one message', JSON.stringify({ message: `${SSH}\n${RDP}\n` })],
    ['plain and wrapped lines together', `${SSH}\n{"message":"${RDP}"}`],
  ])('are read from %s', (_, text) => {
    expect(portsIn(text)).toEqual([22, 3389]);
    expect(reasonsIn(text)).toEqual([]);
  });

  it('are none in a control message', () => {
    const reading = parseText(
      '{"messageType":"CONTROL_MESSAGE","logEvents":[{"message":"Checking health"}]}',
      { file },
    );

    expect(reading).toMatchObject({ records: [], malformed: { count: 0 } });
  });

  it('may have a header among them', () => {
    expect(portsIn(JSON.stringify([{ _raw: 'srcaddr dstport' }, { _raw: '10.0.0.1 443' }]))).toEqual([443]);
  });

  it('are told from Zeek conn entries', () => {
    expect(
      reasonsIn('{"@stream":"conn","ts":1588205198.8,"uid":"Cw1","id_orig_h":"10.0.1.4","id_orig_p":64842}'),
    ).toEqual(['1: a Zeek conn entry, not a flow log record']);
  });

  it('name the element that holds none', () => {
    expect(reasonsIn(JSON.stringify([{ message: SSH }, { colour: 'blue' }]))).toEqual([
      expect.stringMatching(/^1: element 2: JSON without the text of a record .*found colour/),
    ]);
  });

  it('do not let a broken line take the rest with it', () => {
    const text = `{"message":"${SSH}"}\n{"message":"cut\n${SSH}\n{"a":1\n{"message":"${RDP}"}\n]`;

    expect(portsIn(text)).toEqual([22, 22, 3389]);
    expect(reasonsIn(text).map((reason) => reason.slice(0, 2))).toEqual(['2:', '4:', '6:']);
  });

  it('are found in time that grows with the text, whatever brackets it has', () => {
    const lines = 20_000;

    const { malformed } = parseText('{"a":[\n'.repeat(lines), { file });

    expect(malformed.count).toBe(lines);
  });
});

describe('unwrapJson', () => {
  it('gives one reason for text that is not JSON', () => {
    expect(unwrapJson('{"message":')).toEqual([{ reason: expect.stringContaining('is not') }]);
  });

  it('does not follow lists without end', () => {
    const text = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;

    expect(unwrapJson(text)).toEqual([{ reason: expect.stringContaining('nested deeper') }]);
  });

  it('gives a reason for a bare number', () => {
    expect(unwrapJson('[1]')).toEqual([{ reason: expect.stringContaining('element 1') }]);
  });
});
