import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';
import { VERBS } from '../../src/commands/index.ts';
import type { Request } from '../../src/query/request.ts';
import { address } from '../kit/scope.ts';

/** A Monday. */
const NOW = Date.parse('2026-11-23T14:10:00Z') / 1000;

function read(text: string, timeZone = 'UTC'): Request {
  const understood = understand(text, { now: NOW, timeZone });
  if (understood.kind !== 'question') throw new TypeError(`${text}: ${JSON.stringify(understood)}`);
  return understood.request;
}

const A = address('10.0.1.5');
const B = address('10.0.2.9');

describe('subjects', () => {
  it.each([
    ['10.0.1.5', A],
    ['2001:DB8::1', address('2001:db8::1')],
    ['[2001:db8::1]', address('2001:db8::1')],
    ['10.0.1.7/24', { kind: 'cidr', family: 4, text: '10.0.1.0/24', prefix: 24 }],
    ['2001:db8::/56', { kind: 'cidr', family: 6, text: '2001:db8::/56', prefix: 56 }],
    ['eni-1235b8ca123456789', { kind: 'network-interface', id: 'eni-1235b8ca123456789' }],
    ['ENI-1235B8CA', { kind: 'network-interface', id: 'eni-1235b8ca' }],
    ['eni-abc123de', { kind: 'network-interface', id: 'eni-abc123de' }],
    ['i-0abc', { kind: 'instance', id: 'i-0abc' }],
    ['sg-0a1b2c3d4e5f60718', { kind: 'security-group', id: 'sg-0a1b2c3d4e5f60718' }],
    ['subnet-0b22c3d4', { kind: 'subnet', id: 'subnet-0b22c3d4' }],
    ['vpc-0b22c3d4', { kind: 'vpc', id: 'vpc-0b22c3d4' }],
    ['web-1', { kind: 'name', name: 'web-1' }],
    ['prod', { kind: 'name', name: 'prod' }],
    ['"my web server"', { kind: 'name', name: 'my web server' }],
    ['“my web server”', { kind: 'name', name: 'my web server' }],
    ['"last"', { kind: 'name', name: 'last' }],
    ['"vpc-prod"', { kind: 'name', name: 'vpc-prod' }],
    ['ip-10-0-1-5.eu-west-1.compute.internal', A],
  ])('reads %s', (text, subject) => {
    expect(read(`reject ${text}`).subjects).toEqual([subject]);
  });

  it('takes the port that is written on a name or an id, but not what is in quotation marks', () => {
    const web = { kind: 'name', name: 'web-1' };

    expect(read('reject web-1:443')).toMatchObject({ subjects: [web], port: { low: 443, high: 443 } });
    expect(read('reject i-0abc1234:22')).toMatchObject({ port: { low: 22, high: 22 } });
    expect(read('reject "web-1:443"')).toMatchObject({ subjects: [{ kind: 'name', name: 'web-1:443' }] });
  });

  it('takes the port that is written on an address', () => {
    expect(read('reject 10.0.1.5:443')).toMatchObject({ subjects: [A], port: { low: 443, high: 443 } });
    expect(read('reject [2001:db8::1]:443').port).toEqual({ low: 443, high: 443 });
  });

  it('takes two subjects, with or without words between them', () => {
    expect(read('reject 10.0.1.5 10.0.2.9').subjects).toEqual([A, B]);
    expect(read('reject between 10.0.1.5 and 10.0.2.9').subjects).toEqual([A, B]);
  });

  it('takes the ends of a direction in the place of a subject', () => {
    expect(read('reject from 10.0.1.5 to 10.0.2.9')).toMatchObject({ subjects: [], from: A, to: B });
    expect(read('reject 10.0.1.5 -> 10.0.2.9:5432')).toMatchObject({
      subjects: [A],
      to: B,
      port: { low: 5432, high: 5432 },
    });
  });
});

describe('clauses', () => {
  it.each<[string, Partial<Request>]>([
    ['port 443', { port: { low: 443, high: 443 } }],
    ['port 8000-8100', { port: { low: 8000, high: 8100 } }],
    ['port 8000–8100', { port: { low: 8000, high: 8100 } }],
    ['port https', { port: { low: 443, high: 443 } }],
    ['port postgres', { port: { low: 5432, high: 5432 } }],
    ['port 53/udp', { port: { low: 53, high: 53 }, protocol: 17 }],
    ['443', { port: { low: 443, high: 443 } }],
    ['https', { port: { low: 443, high: 443 } }],
    ['tcp 443', { port: { low: 443, high: 443 }, protocol: 6 }],
    ['proto tcp', { protocol: 6 }],
    ['proto 6', { protocol: 6 }],
    ['proto ICMPv6', { protocol: 58 }],
    ['reject', { action: 'REJECT' }],
    ['accept', { action: 'ACCEPT' }],
    ['top 20', { limit: 20 }],
    ['by bytes', { by: 'bytes' }],
    ['by port', { by: 'port' }],
    ['by port by bytes', { by: 'bytes port' }],
    ['by source by port', { by: 'source port' }],
    ['by srcaddr,dstport by packets', { by: 'packets srcaddr dstport' }],
    ['by bytes,source', { by: 'bytes source' }],
    ['by pkt_dst_aws_service', { by: 'pkt-dst-aws-service' }],
    ['by source by source', { by: 'source' }],
    ['in prod', { source: 'prod' }],
    ['in "my account"', { source: 'my account' }],
  ])('reads %s', (clause, expected) => {
    expect(read(`top 10.0.1.5 ${clause}`)).toMatchObject(expected);
  });

  it('reads clauses in any order, before and after the subject', () => {
    const one = read('top 10.0.1.5 port 443 proto tcp by bytes last 2h in prod');
    const other = read('top in prod last 2h by bytes 10.0.1.5 proto tcp port 443');

    expect({ ...other, text: '' }).toEqual({ ...one, text: '' });
  });

  it('takes a number after a listing verb for the number of rows', () => {
    expect(read('top 20 by bytes')).toMatchObject({ limit: 20, subjects: [] });
    expect(read('top 10.0.1.5 443').port).toEqual({ low: 443, high: 443 });
  });

  it('keeps the question as it was typed', () => {
    expect(read('/flows  reject 10.0.1.5   port 443 ').text).toBe('reject 10.0.1.5   port 443');
  });
});

describe('what chat programs make of a text', () => {
  it.each([
    '/flows reject 10.0.1.5',
    'flows reject 10.0.1.5',
    '<@U0BOT> reject 10.0.1.5',
    '<@U0BOT|flows> reject 10.0.1.5',
    'reject <http://10.0.1.5|10.0.1.5>',
    'reject <http://10.0.1.5>',
    'reject &lt;10.0.1.5&gt;',
    '`reject 10.0.1.5`',
    '*reject* `10.0.1.5`',
    '"reject 10.0.1.5"',
    'reject “10.0.1.5”',
    'reject\u00a010.0.1.5',
    'reject \u200b10.0.1.5\u200b',
    '\u202areject 10.0.1.5\u202c',
    'REJECT 10.0.1.5?',
    'reject: 10.0.1.5,',
    'reject (10.0.1.5)',
    'reject\n10.0.1.5',
  ])('reads %j as reject 10.0.1.5', (text) => {
    expect(read(text)).toMatchObject({ verb: 'reject', subjects: [A] });
  });

  it('takes the label of a mention or channel for the name', () => {
    expect(read('reject <@U123|web>').subjects).toEqual([{ kind: 'name', name: 'web' }]);
    expect(read('reject <#C1|ops>').subjects).toEqual([{ kind: 'name', name: 'ops' }]);
  });

  it('hands a record to decode as it stands', () => {
    const understood = understand('/flows decode "not a record"', { now: NOW, timeZone: 'UTC' });

    expect(understood).toMatchObject({ answer: { kind: 'mistake', text: 'decode "not a record"' } });
  });
});

describe('help', () => {
  it.each(['', '  ', '/flows', 'help', '--help', '-h', '?', 'HELP'])('answers %j with every verb', (text) => {
    const understood = understand(text, { now: NOW, timeZone: 'UTC' });

    expect(understood).toMatchObject({
      answer: {
        kind: 'help',
        verbs: VERBS.map(({ name }) => ({ name })),
      },
    });
  });

  it.each(['help reject', 'reject --help', 'reject ?', 'reject help'])('answers %j with one verb', (text) => {
    expect(understand(text, { now: NOW, timeZone: 'UTC' })).toMatchObject({
      answer: { kind: 'help', verbs: [{ name: 'reject' }] },
    });
  });
});
