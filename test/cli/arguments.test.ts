import { describe, expect, it } from 'vitest';
import { type Arguments, readArguments } from '../../src/terminal/arguments.ts';

const WORDS = {
  verbs: async () => ['reject', 'top', 'decode', 'help', 'ask'],
  goesOn: async (words: readonly string[], at: number) => ['last', '10.0.1.5'].includes(words[at] ?? ''),
};

async function read(...argv: readonly string[]): Promise<Arguments> {
  const found = await readArguments(argv, WORDS);
  if (found.kind === 'wrong') throw new TypeError(found.message);
  return found;
}

async function messageOf(...argv: readonly string[]): Promise<string> {
  const found = await readArguments(argv, WORDS);
  return found.kind === 'wrong' ? found.message : '';
}

describe('the question on a command line', () => {
  it.each([
    [['reject', '10.0.1.5', 'port', '443'], 'reject 10.0.1.5 port 443'],
    [['ask', 'reject 10.0.1.5 port 443'], 'reject 10.0.1.5 port 443'],
    [['reject 10.0.1.5'], 'reject 10.0.1.5'],
    [['reject', 'my web server', 'last', '2h'], 'reject "my web server" last 2h'],
    [['reject', 'the "big" one'], `reject 'the "big" one'`],
    [['decode', '2 - eni-0a 10.0.1.5'], 'decode 2 - eni-0a 10.0.1.5'],
    [['decode', '{"message": "2 -"}'], 'decode {"message": "2 -"}'],
    [['reject', '--', '-weird-name'], 'reject -weird-name'],
    [['trace', 'web-1', '->', 'db-1', '--json'], 'trace web-1 to db-1'],
  ])('of %j is %j', async (argv, text) => {
    expect((await read(...argv)).text).toBe(text);
  });

  it('may stand before the flags, after them, and between them', async () => {
    const expected = { text: 'reject 10.0.1.5', form: 'json', sources: { records: ['a.log', 'b.log'] } };

    expect(await read('reject', '10.0.1.5', '--records', 'a.log', 'b.log', '--json')).toMatchObject(expected);
    expect(await read('--json', '--records', 'a.log', 'b.log', 'reject', '10.0.1.5')).toMatchObject(expected);
    expect(await read('--records', 'a.log', 'b.log', 'reject 10.0.1.5', '--json')).toMatchObject(expected);
    expect(
      await read('--records', 'a.log', '--json', 'reject', '10.0.1.5', '--records', 'b.log'),
    ).toMatchObject(expected);
  });

  it('goes on behind a list of paths', async () => {
    const records = ['a.log', 'b.log'];

    expect(await read('top', '--records', 'a.log', 'b.log', 'last', '2h')).toMatchObject({
      ...{ text: 'top last 2h', sources: { records } },
    });
    expect(await read('reject', '--records', 'a.log', 'b.log', '10.0.1.5', 'last', '2h')).toMatchObject({
      ...{ text: 'reject 10.0.1.5 last 2h', sources: { records } },
    });
    expect((await read('top', '--records', './last')).sources).toEqual({ records: ['./last'] });
    expect((await read('--records', 'top', 'a.log', 'top')).sources).toEqual({ records: ['top', 'a.log'] });
  });
});

describe('the flags', () => {
  it('name local records and what belongs to them', async () => {
    const { sources } = await read(
      ...['ask', 'top', '--records', 'flows.log', '--format', 'srcaddr dstaddr'],
      ...['--inventory', 'aws', '--flow-logs', 'flow-logs.json'],
    );

    expect(sources).toEqual({
      records: ['flows.log'],
      format: 'srcaddr dstaddr',
      inventory: 'aws',
      flowLogs: 'flow-logs.json',
    });
  });

  it('name log groups and their region', async () => {
    const { sources } = await read('top', '--log-group', '/vpc/a', '/vpc/b', '--region', 'eu-west-1');

    expect(sources).toEqual({ logGroups: ['/vpc/a', '/vpc/b'], region: 'eu-west-1' });
  });

  it('name a table of Athena, its workgroup and region', async () => {
    const { sources } = await read(
      ...['top', '--athena-table', 'flows.vpc_flow_logs', '--workgroup', 'flows', '--region', 'eu-west-1'],
    );

    expect(sources).toEqual({
      athenaTable: { database: 'flows', table: 'vpc_flow_logs' },
      workgroup: 'flows',
      region: 'eu-west-1',
    });
  });

  it('tell flow logs alone where the question is about these themselves', async () => {
    const { sources } = await read('athena-setup', 'fl-0a1b2c3d', '--flow-logs', 'flow-logs.json');

    expect(sources).toEqual({ flowLogs: 'flow-logs.json' });
  });

  it('set the clock and the time zone', async () => {
    expect(await read('top', '--now', '2026-11-23T14:10:00Z', '--tz', 'Europe/Berlin')).toMatchObject({
      now: Date.parse('2026-11-23T14:10:00Z'),
      timeZone: 'Europe/Berlin',
    });
  });

  it.each([
    [['top', '--jsn'], /unknown option '--jsn'[\s\S]*--json/],
    [['top', '--recrods', 'a'], /--records/],
    [['top', '--now', 'soon'], /2026-11-23T14:10:00Z/],
    [['top', '--tz', 'Mars/Base'], /Europe\/Berlin/],
    [['top', '--json', '--csv'], /'--json' cannot be used with option '--csv'/],
    [['top', '--records', 'a', '--log-group', 'b'], /cannot be used with/],
    [['top', '--format', 'a b'], /'--format' belongs to '--records'/],
    [['top', '--region', 'a'], /'--region' belongs to '--log-group'/],
    [['top', '--athena-table', 'vpc_flow_logs'], /flows\.vpc_flow_logs/],
    [['top', '--athena-table', 'a.b', '--log-group', 'c'], /cannot be used with/],
    [['top', '--log-group', 'a', '--workgroup', 'b'], /'--workgroup' belongs to '--athena-table'/],
    [['top', '--inventory', 'a'], /'--inventory' belongs to/],
    [['top', '--flow-logs', 'a'], /'--flow-logs' belongs to/],
    [['top', '--records'], /argument missing\nAllowed: --records <path...> {2}ask local records: files/],
    [
      ['top', '--records', '--json'],
      /'--records' has no value: '--json' is a flag\nAllowed: --records <path/,
    ],
    [['top', '--records='], /'--records' is empty\nAllowed: --records <path/],
    [
      ['top', '--inventory', '--json'],
      /'--inventory' has no value: '--json' is a flag\nAllowed: --inventory/,
    ],
    [
      ['top', '--records', 'last', '24h'],
      /names no path: 'last' belongs to the question; a file of that name is .\/last\nAllowed: flows top last 24h --records flow-logs.log/,
    ],
    [
      ['reject', '--log-group', '10.0.1.5'],
      /names no log group: '10.0.1.5'.*\n.*--log-group \/vpc\/flow-logs/,
    ],
    [['--records', 'top', 'last', '24h'], /names no path: 'top' belongs to the question/],
    [['--records', 'a.log'], /no question beside option '--records', which took 'a.log' as path\nAllowed/],
    [
      ['--records', 'a.log', 'rejct'],
      /took 'a.log', 'rejct' as paths; did you mean reject\?\nAllowed: flows <verb>/,
    ],
  ])('are wrong in %j', async (argv, message) => {
    expect(await messageOf(...argv)).toMatch(message);
  });
});
