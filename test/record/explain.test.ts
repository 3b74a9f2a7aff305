import { describe, expect, it } from 'vitest';
import { type Explanation, explain } from '../../src/record/explain.ts';
import { DEFAULT_FORMAT, formatOfNames, TRANSIT_GATEWAY_DEFAULT_FORMAT } from '../../src/record/format.ts';
import { parseRecord } from '../../src/record/parse-record.ts';
import type { FlowRecord } from '../../src/record/record.ts';

const REPLY: FlowRecord = {
  version: 5,
  interfaceId: 'eni-1',
  srcAddr: '10.0.2.9',
  dstAddr: '10.0.1.5',
  srcPort: 5432,
  dstPort: 49_152,
  protocol: 6,
  packets: 1,
  bytes: 44,
  start: 1_700_000_000,
  end: 1_700_000_010,
  action: 'REJECT',
  logStatus: 'OK',
  tcpFlags: 18,
};

function explained(line: string, format = DEFAULT_FORMAT): Explanation {
  const record = parseRecord(line, format);
  if (typeof record === 'string') throw new TypeError(record);
  return explain(record);
}

function notesAbout(about: string, record: FlowRecord): string {
  return explain(record)
    .notes.filter((note) => note.about === about)
    .map(({ text }) => text)
    .join(' ');
}

describe('the headline', () => {
  it('says who answered whom where the flags show a reply', () => {
    expect(explain(REPLY).headline).toBe(
      '10.0.2.9 answered 10.0.1.5 from tcp 5432 (PostgreSQL, Aurora PostgreSQL) with 1 packet (44 bytes), and it was rejected.',
    );
  });

  it('says probably where only the ports show a reply', () => {
    const { tcpFlags: _, ...withoutFlags } = REPLY;

    expect(explain(withoutFlags).headline).toContain('10.0.2.9 probably answered 10.0.1.5');
  });

  it('believes the flags more than the ports', () => {
    expect(explain({ ...REPLY, tcpFlags: 2 }).headline).toContain(
      '10.0.2.9 sent 1 packet (44 bytes) to 10.0.1.5 over tcp 49152',
    );
  });

  it('tells of the addresses in the packet itself', () => {
    const { headline } = explain({ ...REPLY, pktSrcAddr: '203.0.113.5', pktDstAddr: '10.0.1.5' });

    expect(headline).toMatch(/^203\.0\.113\.5 answered 10\.0\.1\.5/);
  });

  it('names what rejected where the record does', () => {
    expect(explain({ ...REPLY, rejectReason: 'BPA' }).headline).toMatch(
      /rejected by VPC Block Public Access\.$/,
    );
    expect(explain({ ...REPLY, rejectReason: 'EC' }).headline).toMatch(
      /rejected by the VPC’s encryption controls\.$/,
    );
  });
});

describe('the notes', () => {
  it('say what ACCEPT does not mean', () => {
    expect(notesAbout('action', { ...REPLY, action: 'ACCEPT' })).toContain(
      'does not say that anybody received or answered',
    );
  });

  it('say that a REJECT can be a security group, a network ACL or a late packet', () => {
    expect(notesAbout('action', { ...REPLY, tcpFlags: 2 })).toMatch(
      /security group or a network ACL .* after the connection had closed.*A SYN is a new connection/,
    );
  });

  it('say that a rejected reply points to a network ACL', () => {
    expect(notesAbout('action', REPLY)).toContain('a network ACL drops the reply');
  });

  it('do not blame a security group for what Block Public Access rejected', () => {
    expect(notesAbout('action', { ...REPLY, rejectReason: 'BPA' })).toContain(
      'not a security group and not a network ACL',
    );
    expect(notesAbout('volume', { ...REPLY, bytes: null, rejectReason: 'BPA' })).toContain(
      'bytes are not recorded',
    );
  });

  it.each([
    [0, 'no connection was opened, closed or reset'],
    [2, 'is SYN: the sender opened a connection'],
    [3, 'is SYN and FIN: the sender opened a connection and closed its side'],
    [4, 'is RST: the sender reset the connection'],
    [19, 'is SYN-ACK and FIN: the sender answered the opening of a connection and closed its side'],
  ])('read tcp-flags %i', (tcpFlags, text) => {
    expect(notesAbout('flags', { ...REPLY, tcpFlags })).toContain(text);
  });

  it('are silent on the flags of other protocols', () => {
    expect(notesAbout('flags', { ...REPLY, protocol: 17, tcpFlags: 0 })).toBe('');
  });

  it('tell a NAT gateway or the like by the addresses and the missing instance', () => {
    const note = notesAbout('who', {
      ...REPLY,
      pktSrcAddr: '203.0.113.5',
      pktDstAddr: '10.0.1.5',
      instanceId: null,
    });

    expect(note).toContain('comes from 203.0.113.5 and not from 10.0.2.9');
    expect(note).toContain('NAT gateway');
  });

  it.each([
    [1, 'same VPC'],
    [2, 'internet gateway or a gateway VPC endpoint'],
    [3, 'virtual private gateway'],
    [4, 'peering within the Region'],
    [5, 'another Region'],
    [6, 'Local Zone'],
    [7, 'gateway VPC endpoint'],
    [8, 'internet gateway'],
    [99, 'newer than this explanation'],
  ])('read traffic-path %i', (trafficPath, text) => {
    expect(notesAbout('path', { ...REPLY, trafficPath, flowDirection: 'egress' })).toContain(text);
  });

  it('read AWS services, encryption, next hops and ECS', () => {
    const path = notesAbout('path', {
      ...REPLY,
      pktDstAwsService: 'S3',
      encryptionStatus: 1,
      nextHopInterfaceId: 'eni-2',
      nextHopInterfaceType: 'nat_gateway',
    });
    const where = notesAbout('where', { ...REPLY, ecsClusterName: 'shop', ecsTaskId: 'abc' });

    expect(path).toMatch(/AWS’s S3.*next-hop-interface-id eni-2, next-hop-interface-type nat_gateway.*Nitro/);
    expect(where).toContain('ecs-cluster-name shop, ecs-task-id abc');
  });

  it('decode tags, and leave alone what is not encoded properly', () => {
    const where = notesAbout('where', { ...REPLY, instanceTag: 'web%2D1%20%C3%A4', interfaceTag: '100%' });

    expect(where).toContain('instance-tag "web-1 ä", interface-tag "100%"');
  });

  it('name the losses of a transit gateway and why there is no action', () => {
    const line =
      '6 TransitGateway 123456789012 tgw-1 tgw-attach-1 123456789012 123456789012 vpc-1 vpc-2 subnet-1 subnet-2 eni-1 eni-2 use1-az1 use1-az2 tgw-attach-2 10.0.0.1 10.0.1.1 12345 443 6 10 1000 1700000000 1700000060 OK IPv4 1 0 3 0 2 us-east-1 ingress - -';

    const { headline, notes } = explained(line, TRANSIT_GATEWAY_DEFAULT_FORMAT);

    expect(headline).toContain(
      'through tgw-1, which lost 1 packet for want of a route and 3 packets because they were larger than the MTU',
    );
    expect(notes.filter(({ about }) => about === 'transit').map(({ text }) => text)).toEqual([
      expect.stringContaining('attachment tgw-attach-1, whose other end is tgw-attach-2'),
      expect.stringContaining('no action'),
      expect.stringContaining('1 packet for want of a route'),
    ]);
    expect(notes.some(({ about }) => about === 'action')).toBe(false);
  });
});

describe('the Community ID', () => {
  it('is that of the packet’s own addresses', () => {
    const { communityId } = explain({
      ...REPLY,
      srcAddr: '10.0.0.220',
      dstAddr: '66.35.250.204',
      pktSrcAddr: '128.232.110.120',
      pktDstAddr: '66.35.250.204',
      srcPort: 34_855,
      dstPort: 80,
    });

    expect(communityId).toBe('1:LQU9qZlK+B5F3KDmev6m5PMibrg=');
  });

  it('is null for ICMP, whose type is not recorded, with the ids of a ping in the caveats', () => {
    const { communityId, caveats } = explained(
      '2 123456789010 eni-1 192.168.0.89 192.168.0.1 0 0 1 4 336 1432917027 1432917142 ACCEPT OK',
    );

    expect(communityId).toBeNull();
    expect(caveats[0]).toContain('a ping by 192.168.0.89 has 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=');
  });

  it('is null where there was no traffic', () => {
    expect(
      explained('2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - SKIPDATA').communityId,
    ).toBeNull();
  });
});

describe('the caveats', () => {
  it('say that ports are only a hint at who opened the connection', () => {
    const { tcpFlags: _, ...withoutFlags } = REPLY;

    expect(explain(withoutFlags).caveats.join(' ')).toContain('inferred from the port numbers');
    expect(explain(REPLY).caveats.join(' ')).not.toContain('inferred');
  });

  it('name fields and values that could not be explained', () => {
    const { caveats } = explained('10.0.0.1 blue more', formatOfNames(['srcaddr', 'colour']));

    expect(caveats.join(' ')).toMatch(
      /1 value beyond the named fields .*: more\..*newer than this explanation: colour blue/,
    );
  });

  it('say that added metadata is best effort', () => {
    expect(explain({ ...REPLY, vpcId: 'vpc-1', trafficPath: 8 }).caveats.join(' ')).toContain(
      'vpc-id and traffic-path',
    );
  });
});

describe('explain', () => {
  it('has words for a record of which nothing is known', () => {
    expect(explain({}).headline).toBe(
      'an address that the record does not name sent packets to an address that the record does not name.',
    );
  });

  it('has words for a time far outside of any calendar', () => {
    expect(explain({ ...REPLY, start: 9e15, end: 9e15 }).notes.some(({ about }) => about === 'time')).toBe(
      true,
    );
  });
});
