import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/commands/decode.ts';

const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const SSH =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';

function headlineOf(argument: string): string {
  const answer = decode.answer(argument, []);
  return answer.kind === 'explanation' ? answer.explanation.headline : `no explanation: ${answer.kind}`;
}

describe('decode', () => {
  it.each([
    ['plain', SSH],
    ['in quotes', `'${SSH}'`],
    ['in typographic quotes', `“${SSH}”`],
    ['in a code block', `\`\`\`\n${SSH}\n\`\`\``],
    ['with no-break spaces', SSH.replaceAll(' ', '\u00A0')],
    ['with doubled spaces', SSH.replaceAll(' ', '  ')],
    ['after its header line', `${HEADER}\n${SSH}`],
    ['after its header on one line', `${HEADER} ${SSH}`],
    ['after its header with a written-out line end', `${HEADER}\\n${SSH}`],
    ['after its header in quotes of its own', `"${HEADER}" "${SSH}"`],
    ['wrapped by Firehose', `{"message":"${SSH}"}`],
    ['wrapped by Firehose, with typographic quotes', `{“message”:“${SSH}”}`],
  ])('explains a record %s', (_, argument) => {
    expect(headlineOf(argument)).toBe(
      '172.31.16.139 sent 20 packets (4,249 bytes) to 172.31.16.21 over tcp 22 (SSH), and they were accepted.',
    );
  });

  it('reads a format of its own from the names before the record', () => {
    expect(headlineOf('version srcaddr dstaddr 2 10.0.0.1 10.0.0.2')).toBe(
      '10.0.0.1 sent packets to 10.0.0.2.',
    );
  });

  it('finds the record after names of which one is new', () => {
    expect(headlineOf('version brand-new srcaddr dstaddr 2 x 10.0.0.1 10.0.0.2')).toBe(
      '10.0.0.1 sent packets to 10.0.0.2.',
    );
  });

  it('explains the first of several records and says so', () => {
    const answer = decode.answer(`${SSH}\n${SSH}\nrubbish`, []);

    expect(answer).toMatchObject({
      kind: 'explanation',
      explanation: { caveats: expect.arrayContaining([expect.stringContaining('2 more lines')]) },
    });
  });

  it('explains the fourteen default fields of a longer record and names the rest', () => {
    const answer = decode.answer(`${SSH} vpc-1 subnet-1`, []);

    expect(answer).toMatchObject({
      kind: 'explanation',
      explanation: {
        caveats: expect.arrayContaining([expect.stringMatching(/2 values beyond .*vpc-1 subnet-1.*header/)]),
      },
    });
  });

  it('says how many fields it found and how to name them', () => {
    const answer = decode.answer('2 eni-1 10.0.0.1 10.0.0.2', []);

    expect(answer).toMatchObject({
      kind: 'mistake',
      problem: expect.stringContaining('found 4 fields, expected 14'),
    });
    expect(answer).toMatchObject({ allowed: expect.stringContaining('the names of its fields first') });
  });

  it.each([
    ['', 'no record'],
    ['   ', 'no record'],
    [HEADER, 'holds no record'],
    [SSH.replace(' 22 ', ' 99999 '), 'dstport is "99999"'],
    ['{"ts":1,"id_orig_h":"10.0.0.1"}', 'Zeek'],
  ])('says what is wrong with %j', (argument, problem) => {
    expect(decode.answer(argument, [])).toMatchObject({
      kind: 'mistake',
      problem: expect.stringContaining(problem),
    });
  });

  it('gives examples that work when pasted', () => {
    const mistakes = ['', '1 2 3', SSH.replace('ACCEPT', 'accept')].map((argument) =>
      decode.answer(argument, []),
    );
    const examples = [
      ...decode.examples,
      ...mistakes.map((answer) => (answer.kind === 'mistake' ? answer.example : '')),
    ];

    for (const example of examples) expect(headlineOf(example.replace(/^decode /, ''))).toMatch(/ sent /);
  });

  it('answers any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.string().map((text) => `${SSH} ${text}`),
        ),
        (text) => {
          expect(['explanation', 'mistake']).toContain(decode.answer(text, []).kind);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    [
      '001-example-ssh-accepted',
      '172.31.16.139 sent 20 packets (4,249 bytes) to 172.31.16.21 over tcp 22 (SSH), and they were accepted.',
    ],
    [
      '002-example-rdp-rejected',
      '172.31.9.69 sent 20 packets (4,249 bytes) to 172.31.9.12 over tcp 3389 (RDP), and they were rejected.',
    ],
    [
      '003-example-nodata',
      'eni-1235b8ca123456789 had no traffic to record from 2015-05-10 18:01:16 to 18:02:14 UTC.',
    ],
    [
      '004-example-skipdata',
      'AWS skipped records of eni-11111111aaaaaaaaa from 2015-05-10 18:01:16 to 18:02:14 UTC: some of its traffic is missing from the log.',
    ],
    [
      '005-example-ping-reply-denied',
      '203.0.113.12 sent 4 packets (336 bytes) to 172.31.16.139 over icmp, and they were accepted.',
    ],
    [
      '006-example-ping-denied',
      '203.0.113.12 sent 4 packets (336 bytes) to 172.31.16.139 over icmp, and they were rejected.',
    ],
    [
      '007-example-ipv6-ssh',
      '2001:db8:1234:a100:8d6e:3477:df66:f105 sent 54 packets (8,855 bytes) to 2001:db8:1234:a102:3304:8879:34cf:4071 over tcp 22 (SSH), and they were accepted.',
    ],
    [
      '008-example-tcp-flags',
      '52.213.180.42 sent 8 packets (568 bytes) to 10.0.0.62 over tcp 5001 (iperf), and they were accepted.',
    ],
    [
      '009-example-nat-gateway',
      '10.0.1.5 sent 9 packets (1,480 bytes) to 203.0.113.5 over tcp 443 (HTTPS), and they were accepted.',
    ],
    [
      '010-example-transit-gateway',
      '10.20.33.164 sent 12 packets (1,620 bytes) to 10.40.2.236 over tcp 80 (HTTP), and they were accepted.',
    ],
    [
      '011-example-s3-path',
      '52.95.128.179 answered 10.0.0.71 from tcp 80 (HTTP) with 14 packets (15,044 bytes), and they were accepted.',
    ],
  ])("explains AWS's documented record of %s", (scenario, headline) => {
    const text = readFileSync(new URL(`../scenarios/${scenario}/flows.log`, import.meta.url), 'utf8');

    expect(headlineOf(text)).toBe(headline);
  });
});
