import { describe, expect, it } from 'vitest';
import { findInText, plainQuestion, windowOf } from '../../src/commands/find-in-text.ts';

function subjects(text: string): readonly string[] {
  return findInText(text).subjects.map(({ text: found }) => found);
}

function ports(text: string): readonly string[] {
  return findInText(text).ports.map(({ port: { low, high }, protocol }) =>
    [low === high ? low : `${low}-${high}`, ...(protocol === undefined ? [] : [protocol])].join(' '),
  );
}

describe('who is found in a message', () => {
  it.each([
    ['10.0.1.5 cannot reach 10.0.2.9.', ['10.0.1.5', '10.0.2.9']],
    ['10.0.1.5 and 10.0.1.5 again', ['10.0.1.5']],
    [
      'is *10.0.1.5* down? _10.0.1.6_ `10.0.1.7` (10.0.1.8), "10.0.1.9"',
      ['10.0.1.5', '10.0.1.6', '10.0.1.7', '10.0.1.8', '10.0.1.9'],
    ],
    ['ip=10.0.1.5;peer=10.0.2.9', ['10.0.1.5', '10.0.2.9']],
    ['10.0.1.5->10.0.2.9:5432', ['10.0.1.5', '10.0.2.9']],
    ['<http://10.0.1.5:8080/health|10.0.1.5:8080/health> fails', ['10.0.1.5']],
    ['https://10.0.1.5/24', ['10.0.1.5']],
    ['blocked 10.0.1.7/24 and 203.0.113.5/32, open to 0.0.0.0/0', ['203.0.113.5', '10.0.1.0/24']],
    ['from 203.0.113.5 to 10.0.1.5', ['10.0.1.5', '203.0.113.5']],
    ['[2001:db8::1]:443 and fe80::1%eth0, 2001:db8::/64.', ['fe80::1', '2001:db8::1', '2001:db8::/64']],
    ['Host ip-10-0-1-5.eu-west-1.compute.internal is unreachable', ['10.0.1.5']],
    ['arn:aws:ec2:eu-west-1:123456789012:network-interface/eni-0a1b2c3d4e5f60718', ['eni-0a1b2c3d4e5f60718']],
    [
      'arn:aws:ec2:eu-west-1:123456789012:instance/i-0a1b2c3d4e5f60718 in vpc-0b22c3d4',
      ['i-0a1b2c3d4e5f60718', 'vpc-0b22c3d4'],
    ],
    ['SG-0A1B2C3D4E5F60718 of eni-0b11', ['eni-0b11', 'sg-0a1b2c3d4e5f60718']],
    ['IP 10.0.1.5.52344 > 10.0.2.9.5432: Flags [S], seq 1', ['10.0.1.5', '10.0.2.9']],
  ])('%s', (text, expected) => {
    expect(subjects(text)).toEqual(expected);
  });

  it.each([
    'agent v1.2.3.4 and agent-1.2.3.4, version 1.2.3.4, release: 1.2.3.4',
    'Mozilla/5.0 Chrome/119.0.0.0 Safari/537.36',
    'since 25.11.2026 at 14:00:05, 2026.11.25',
    '1.2.3.4.5 and 300.1.1.1 and 10.1.2',
    '127.0.0.1, 0.0.0.0, ::1, std::vector<int> a::b',
    'account 123456789012, mac 0a:1b:2c:3d:4e:5f, db-1.internal, i-am-here, sg-nobody, vpc-prod',
    'arn:aws:iam::123456789012:role/web arn:aws:s3:::bucket',
    '<@U0ASKER> in <#C0OPS|ops> <!here>',
  ])('nobody: %s', (text) => {
    expect(subjects(text)).toEqual([]);
  });
});

describe('which port is found', () => {
  it.each([
    ['10.0.1.5:443', ['443']],
    ['[2001:db8::1]:8443', ['8443']],
    ['on port 443', ['443']],
    ['port: 443, Port 443', ['443']],
    ['dstport=443 srcport=51234', ['443']],
    ['"localPort": 22, "remotePort": 51234', ['22']],
    ['tcp/5432', ['5432 6']],
    ['53/udp', ['53 17']],
    ['TCP 5432', ['5432 6']],
    ['ports 8000-8100', ['8000-8100']],
    ['10.0.1.5 can’t reach 10.0.2.9 on 5432', ['5432']],
    ['could not connect to db-1.internal:5432', ['5432']],
    ['IP 10.0.1.5.52344 > 10.0.2.9.5432: Flags [S]', ['5432']],
    ['10.0.1.5:51234 -> 10.0.2.9:443', ['443']],
    ['port 80 or port 443', ['80', '443']],
  ])('%s', (text, expected) => {
    expect(ports(text)).toEqual(expected);
  });

  it.each([
    'report 443',
    'support 24 hours',
    'on 2026',
    'port 99999',
    'at 14:00',
    'nginx:1.25',
    'transport 6',
    'port 1.2',
  ])('none: %s', (text) => {
    expect(ports(text)).toEqual([]);
  });
});

describe('the question that follows from a message', () => {
  it.each([
    ['web is down on 10.0.1.5', 'reject 10.0.1.5'],
    ['10.0.1.5:443 times out', 'reject 10.0.1.5 port 443'],
    ['10.0.1.5 cannot connect to 10.0.2.9 on tcp/5432', 'trace 10.0.1.5 10.0.2.9 port 5432 proto tcp'],
    ['203.0.113.5 gets no answer from 10.0.1.5', 'trace 203.0.113.5 10.0.1.5'],
    ['ping 10.0.1.5 fails, no icmp comes back', 'reject 10.0.1.5 proto icmp'],
    ['eni-0a1b2c3d4e5f60718 in subnet-0b22c3d4 of vpc-0b22c3d4', 'reject eni-0a1b2c3d4e5f60718'],
    ['nothing gets out of subnet-0b22c3d4', 'reject subnet-0b22c3d4'],
  ])('%s → %s', (text, expected) => {
    expect(plainQuestion(findInText(text))).toBe(expected);
  });

  it.each([
    'everything is slow',
    '10.0.1.5, 10.0.1.6 and 10.0.1.7 are down',
    'i-0a1b2c3d4e5f60718 (10.0.1.5) is down',
    '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
  ])('somebody has to choose: %s', (text) => {
    expect(plainQuestion(findInText(text))).toBeNull();
  });
});

describe('a record in a message', () => {
  it('is found among other lines, with its ends, its port and its time', () => {
    const record =
      '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';

    expect(findInText(`look:\n\`\`\`\n${record}\n\`\`\`\nwhat is 10.0.0.1?`)).toMatchObject({
      record,
      subjects: [{ text: '172.31.16.139' }, { text: '172.31.16.21' }],
      ports: [{ port: { low: 22, high: 22 } }],
      times: [1_418_530_010],
    });
  });
});

describe('a record of a reply in a message', () => {
  it('is about the connection that it answers', () => {
    const found = findInText(
      '2 123456789010 eni-1235b8ca 10.0.2.9 10.0.1.5 5432 49152 6 1 44 1795607400 1795607460 REJECT OK',
    );
    expect(found.subjects.map(({ text }) => text)).toEqual(['10.0.1.5', '10.0.2.9']);
    expect(found.ports).toEqual([{ port: { low: 5432, high: 5432 } }]);
  });
});

describe('when a message is about', () => {
  const now = Date.parse('2026-11-25T15:30:00Z') / 1000;
  const at = (text: string) => Date.parse(text) / 1000;

  it('is the last hour where it was written in it and names no time', () => {
    expect(windowOf(findInText('10.0.1.5 at 14:00 or so'), now - 3000, now)).toBeNull();
  });

  it('is half an hour around an older message', () => {
    expect(windowOf(findInText('10.0.1.5'), now - 7200.5, now)).toEqual({
      start: now - 9001,
      end: now - 5401,
    });
  });

  it.each([
    ['2026-11-25T14:03:22.123Z', '2026-11-25T13:33:22Z', '2026-11-25T14:33:22Z'],
    ['at 2026-11-25 14:03 UTC', '2026-11-25T13:33:00Z', '2026-11-25T14:33:00Z'],
    ['2026-11-25T15:03:22+01:00', '2026-11-25T13:33:22Z', '2026-11-25T14:33:22Z'],
    ['Timestamp: Wednesday 25 November, 2026 14:03:22 UTC', '2026-11-25T13:33:22Z', '2026-11-25T14:33:22Z'],
    ['<!date^1795615402^{date} {time}|today>', '2026-11-25T13:33:22Z', '2026-11-25T14:33:22Z'],
    ['2026-11-25T14:00:00Z to 2026-11-25T14:10:00Z', '2026-11-25T13:30:00Z', '2026-11-25T14:40:00Z'],
    ['2026-11-25T15:20:00Z', '2026-11-25T14:50:00Z', '2026-11-25T15:30:00Z'],
  ])('is half an hour around the moments that it names: %s', (text, start, end) => {
    expect(windowOf(findInText(text), now - 60, now)).toEqual({ start: at(start), end: at(end) });
  });

  it('is not a moment that is to come, nor one long ago', () => {
    expect(windowOf(findInText('2027-01-01T00:00:00Z, 2025-01-01T00:00:00Z'), now - 60, now)).toBeNull();
  });
});
