import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';
import { VERBS } from '../../src/commands/index.ts';
import type { MistakeAnswer } from '../../src/diagnosis/answer.ts';

const READING = { now: Date.parse('2026-11-23T14:10:00Z') / 1000, timeZone: 'Europe/Berlin' };

function mistakeOf(text: string): MistakeAnswer {
  const understood = understand(text, READING);
  if (understood.kind === 'immediate' && understood.answer.kind === 'mistake') return understood.answer;
  throw new TypeError(`${text} is no mistake`);
}

function isUnderstood(text: string): boolean {
  const understood = understand(text, READING);
  return understood.kind !== 'immediate' || understood.answer.kind !== 'mistake';
}

describe('a mistake', () => {
  it.each([
    ['rejct 10.0.1.5', '“rejct” is not a verb; did you mean `reject`?', 'reject 10.0.1.5'],
    ['10.0.1.5', 'The verb is missing before “10.0.1.5”.', 'reject 10.0.1.5'],
    ['10.0.1.5 last 2h', 'The verb is missing before “10.0.1.5”.', 'reject 10.0.1.5 last 2h'],
    ['frobnicate 10.0.1.5', '“frobnicate” is not a verb.', 'reject 10.0.1.5'],
    ['web-1', '“web-1” is not a verb.', 'reject web-1'],
    [
      'trace 10.0.1.5 10.0.1.5 443',
      '`trace` needs two ends, and both are the same.',
      'trace 10.0.1.5 10.0.2.9 443',
    ],
    ['why is 10.0.1.5 rejected', '“why” is not a verb.', 'reject 10.0.1.5'],
    ['why can 10.0.1.5 not reach 10.0.2.9', '“why” is not a verb.', 'trace 10.0.1.5 10.0.2.9'],
    ['traceroute 10.0.1.5 10.0.2.9 443', '“traceroute” is not a verb.', 'trace 10.0.1.5 10.0.2.9 443'],
    [
      'reject why is 10.0.1.5 blocked',
      '“10.0.1.5” is one subject too many: `reject` takes at most 2 subjects.',
      'reject 10.0.1.5',
    ],
    [
      'trace 10.0.1.5:44321 10.0.2.9:5432',
      '“10.0.2.9:5432” is a second port; a question has one.',
      'trace 10.0.1.5 10.0.2.9:5432',
    ],
    [
      'trace to db-1 5432',
      '`trace` needs a source and a destination: who opens the connection, and to whom.',
      'trace 10.0.1.5 to db-1 5432',
    ],
    [
      'trace web-1 db-1 posgresql',
      '“posgresql” is one subject too many: `trace` takes at most 2 subjects.',
      'trace web-1 db-1 postgresql',
    ],
    ['thanks a lot', '“thanks” is not a verb.', 'help'],
    ['hello world', '“hello” is not a verb; did you mean `help`?', 'help'],
    ['reject', '`reject` needs a subject: whom it is about.', 'reject 10.0.1.5'],
    ['reject last 2h', '`reject` needs a subject: whom it is about.', 'reject 10.0.1.5 last 2h'],
    ['reject 10.0.1.5 prot 443', '“prot” is no word of `reject`; `port` is.', 'reject 10.0.1.5 port 443'],
    ['reject 10.0.1.5 lats 2h', '“lats” is no word of `reject`; `last` is.', 'reject 10.0.1.5 last 2h'],
    ['rejct 10.0.1.5 prot 443', '“rejct” is not a verb; did you mean `reject`?', 'reject 10.0.1.5 port 443'],
    ['reject 10.0.1.5 port htps', '“htps” is not a port.', 'reject 10.0.1.5 port https'],
    ['reject 10.0.1.5 port 8100-8000', '“8100-8000” is not a port.', 'reject 10.0.1.5 port 8000-8100'],
    ['reject 10.0.1.5 port 70000', '“70000” is not a port.', 'reject 10.0.1.5 port 443'],
    ['reject 10.0.1.5 port last 2h', 'After “port” a port is missing.', 'reject 10.0.1.5 port 443 last 2h'],
    ['reject 10.0.1.5 70000', '“70000” is neither a subject nor a port.', 'reject 10.0.1.5'],
    ['reject 10.0.1.5 proto tpc', '“tpc” is not a protocol.', 'reject 10.0.1.5 proto tcp'],
    ['reject 10.0.1.5 proto 300', '“300” is not a protocol.', 'reject 10.0.1.5 proto tcp'],
    ['reject 10.0.1.5 by bytes', '`reject` has no clause “by”.', 'reject 10.0.1.5'],
    [
      'reject 10.0.1.5 port 443 port 80',
      '“port 80” is a second port; a question has one.',
      'reject 10.0.1.5 port 443',
    ],
    ['reject 10.0.1.5:80 port 443', '“port 443” is a second port; a question has one.', 'reject 10.0.1.5:80'],
    [
      'reject my web server',
      '“server” is one subject too many: `reject` takes at most 2 subjects.',
      'reject "my web server"',
    ],
    ['reject web prod', '“prod” is no word of `reject`; `port` is.', 'reject web "prod"'],
    ['reject 10.0.1', '“10.0.1” is only part of an address.', 'reject 10.0.1.0/24'],
    ['reject 10.0.1.555', '“10.0.1.555” is no IP address.', 'reject 10.0.1.5'],
    ['reject 10.0.01.5', '“10.0.01.5” is no IP address.', 'reject 10.0.1.5'],
    ['reject fe80::1%eth0', '“fe80::1%eth0” has a zone, which no record has.', 'reject fe80::1'],
    [
      'reject 10.0.0.0/33',
      '“10.0.0.0/33” is no CIDR block: the prefix is a number from 0 to 32.',
      'reject 10.0.0.0',
    ],
    [
      'reject 10.0.1.5-10.0.1.9',
      '“10.0.1.5-10.0.1.9” is a range of addresses; a CIDR block says that.',
      'reject 10.0.1.5/24',
    ],
    ['reject vpc-prod', '“vpc-prod” is no VPC id: it has letters after f.', 'reject "vpc-prod"'],
    [
      'reject eni-abc123def1',
      '“eni-abc123def1” is no network interface id: it has 10 digits.',
      'reject 10.0.1.5',
    ],
    ['reject acl-0a1b2c3d', '“acl-0a1b2c3d” is nothing that a flow log record names.', 'reject 10.0.1.5'],
    ['reject 10.0.1.5 from', 'After “from” a subject is missing.', 'reject 10.0.1.5 from 10.0.1.5'],
    ['reject 10.0.1.5 in', 'After “in” a source is missing.', 'reject 10.0.1.5'],
    [
      'top by bytes last 3 fortnights',
      '“3 fortnights” is not a time that “last” takes.',
      'top by bytes last 1h',
    ],
    ['top last 2 huors by bytes', '“2 huors” is not a time that “last” takes.', 'top last 1h by bytes'],
    ['top last 2 by bytes', '“2” is not a time that “last” takes.', 'top last 1h by bytes'],
    ['reject 10.0.1.5 last soon', '“soon” is not a time that “last” takes.', 'reject 10.0.1.5 last 1h'],
    ['top by bites', '“bites” is not a measure or grouping.', 'top by bytes'],
    ['top by dest', '“dest” is not a measure or grouping.', 'top by destination'],
    [
      'top by bytes by packets',
      '“by packets” is a second measure after `by`; a question has one.',
      'top by bytes',
    ],
    ['top by source,prot', '“prot” is not a measure or grouping.', 'top by source,port'],
    ['top by tcp-flag', '“tcp-flag” is not a measure or grouping.', 'top by tcp-flags'],
    ['top by source,wombat', '“wombat” is not a measure or grouping.', 'top by source'],
    [
      'top by source by port by az by vpc by action',
      '“by action” is one grouping after `by` too many; a question has up to 4.',
      'top by source by port by az by vpc',
    ],
    ['top by', 'After “by” a measure or grouping is missing.', 'top by bytes'],
    ['top port by packets', 'After “port” a port is missing.', 'top by port by packets'],
    ['top by bytes top 5000', '“5000” is not a number of rows.', 'top by bytes top 1000'],
    [
      'diff 13:50 to 14:00 vs 13:55 to 14:05 10.0.1.5',
      'The two windows share time; what is compared must lie apart.',
      'diff 13:50 to 14:00 vs before 10.0.1.5',
    ],
    ['diff at 14:05 vs', 'After “vs” the window to compare with is missing.', 'diff at 14:05'],
    ['diff last 15m vs soon', '“soon” is no window of time to compare with.', 'diff last 15m vs before'],
    ['diff last 15m sv 15m before', '“sv” is no word of `diff`; `vs` is.', 'diff last 15m vs 15m before'],
    [
      'diff last 15m vs 20m',
      'The two windows share time; what is compared must lie apart.',
      'diff last 15m vs before',
    ],
    ['reject 10.0.1.5 vs before', '`reject` has no clause “vs”.', 'reject 10.0.1.5'],
    ['help rejct', 'There is no verb “rejct”.', 'help reject'],
  ])('in %j is named, with an example that is close', (text, problem, example) => {
    expect(mistakeOf(text)).toMatchObject({ text, problem, example });
  });

  it('says what is allowed in the place of the wrong word', () => {
    expect(mistakeOf('top by bites').allowed).toBe(
      "a measure (bytes, packets, flows), a grouping (source, destination, pair, port, service, protocol, interface, instance, subnet, vpc, az, account, action) or a field by AWS's name for it (`pkt-dst-aws-service`, `tcp-flags`); up to 4 groupings, each with `by` or after a comma",
    );
  });

  it('shows no more than the beginning of a text that is far too long', () => {
    const mistake = mistakeOf(`reject ${'10.0.1.5 '.repeat(1000)}`);

    expect(mistake.problem).toBe('The text has 9007 characters.');
    expect(mistake.text.length).toBeLessThan(300);
    expect(mistake.example).toBe('reject 10.0.1.5');
  });
});

describe('every example', () => {
  it.each(VERBS.flatMap(({ examples }) => examples))('of a verb works when pasted: %s', (example) => {
    expect(isUnderstood(example)).toBe(true);
  });

  it.each(VERBS.flatMap(({ examples }) => examples))(
    'of a verb works in any zone and at any hour: %s',
    (example) => {
      for (let hour = 0; hour < 24; hour += 1) {
        const understood = understand(example, {
          now: READING.now + hour * 3600 + 61,
          timeZone: 'Asia/Kathmandu',
        });
        expect(understood.kind !== 'immediate' || understood.answer.kind !== 'mistake').toBe(true);
      }
    },
  );
});
