import { describe, expect, it } from 'vitest';
import { conversations } from '../../src/analyzers/conversation.ts';
import { ownAddresses } from '../../src/analyzers/interface-address.ts';
import { rejectionsOf } from '../../src/analyzers/rejection.ts';
import { findingsOf } from '../../src/analyzers/rejection-finding.ts';
import { groupRejections, type Surroundings } from '../../src/analyzers/rejection-verdict.ts';
import { services } from '../../src/analyzers/roles.ts';
import type { Sighting } from '../../src/analyzers/sighting.ts';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';
import { reversed, sighting, T0 } from '../kit/sightings.ts';

const nothingElse: Surroundings = {
  subnets: new Map(),
  sessions: [],
  completeUntil: T0 + 100,
  network: null,
};

function findings(seen: readonly Sighting[], surroundings: Partial<Surroundings> = {}): readonly Finding[] {
  const own = ownAddresses(
    [...seen, sighting({ source: '10.0.1.99' })].filter(({ interfaceId }) => interfaceId === 'eni-0db'),
  );
  const rejected = conversations(seen).flatMap((one) => rejectionsOf(one, own, services([]), () => false));
  return findingsOf(groupRejections(rejected), { ...nothingElse, ...surroundings });
}

const request = sighting();
const rejectedRequest = sighting({ action: 'REJECT' });
const tries = [49152, 49153, 49154].map((srcPort) => sighting({ action: 'REJECT', srcPort }));

describe('a request rejected at the responder', () => {
  it('names policy there and admits that records cannot tell a security group from a network ACL', () => {
    const [found] = findings(tries);

    expect(found).toMatchObject({ verdict: 'sg-or-nacl-inbound', blocker: null, exchange: { port: 5432 } });
    expect(found?.confidence).toBeLessThan(0.9);
    expect(found?.summary).toBe(
      '10.0.1.5 cannot reach 10.0.2.9 on tcp 5432 (postgresql): a security group or a network ACL rejects it at eni-0db, and the records cannot tell which',
    );
  });

  it('is a security group where both ends share a subnet', () => {
    const subnets = new Map([
      ['10.0.1.5', 'subnet-0a'],
      ['10.0.2.9', 'subnet-0a'],
    ]);

    expect(findings(tries, { subnets })[0]).toMatchObject({
      verdict: 'sg-inbound',
      blocker: { kind: 'security-group' },
    });
  });

  it('is a security group where connections opened before run on', () => {
    const old = sighting({ srcPort: 40000, first: T0 - 600, last: T0 + 600 });

    expect(findings(tries, { sessions: [old] })[0]?.verdict).toBe('sg-inbound');
  });

  it('is open again where others were let in since', () => {
    const old = sighting({ srcPort: 40000, first: T0 - 600, last: T0 + 600 });
    const fresh = sighting({ srcPort: 40001, first: T0 + 300, last: T0 + 320 });

    expect(findings(tries, { sessions: [old, fresh] })[0]?.verdict).toBe('sg-or-nacl-inbound');
  });

  it('is a network ACL where running connections were cut with it', () => {
    const ran = sighting({ srcPort: 41000, packets: 50 });
    const cut = sighting({ srcPort: 41000, action: 'REJECT', first: T0 + 31, last: T0 + 80, packets: 25 });

    expect(findings([...tries, ran, reversed(ran), cut])[0]?.verdict).toBe('nacl-inbound');
  });

  it('counts its connections among all between the parties', () => {
    const sessions = [sighting({ srcPort: 40000 }), sighting({ srcPort: 40001 })];

    expect(findings(tries, { sessions })[0]?.occurrence?.connections).toEqual({ affected: 3, total: 5 });
  });
});

describe('several clients of one service', () => {
  it('are one finding that counts them', () => {
    const another = sighting({ action: 'REJECT', source: '10.0.1.77', srcAddr: '10.0.1.77' });

    const found = findings([...tries, another]);

    expect(found).toHaveLength(1);
    expect(found[0]?.summary).toContain('10.0.1.5 and one other client cannot reach');
  });
});

describe('a rejected reply', () => {
  it('is the network ACL of the responder’s subnet when it is stopped on its way out', () => {
    const [found] = findings([request, reversed(request, { action: 'REJECT' })]);

    expect(found).toMatchObject({
      verdict: 'nacl-return-outbound',
      blocker: { kind: 'network-acl', direction: 'outbound' },
      exchange: {
        request: { action: 'ACCEPT', direction: 'in' },
        reply: { action: 'REJECT', direction: 'out' },
      },
    });
  });

  it('is the network ACL of the initiator’s subnet when it is stopped on its way in', () => {
    const asked = sighting({
      source: '10.0.2.9',
      srcAddr: '10.0.2.9',
      destination: '10.0.5.5',
      dstAddr: '10.0.5.5',
    });

    expect(findings([asked, reversed(asked, { action: 'REJECT' })])[0]?.verdict).toBe('nacl-return-inbound');
  });

  it('shows the accepted request beside the rejected reply', () => {
    const [found] = findings([request, reversed(request, { action: 'REJECT' })]);

    expect(found?.evidence.map((row) => row.kind === 'flow' && row.action)).toEqual(['ACCEPT', 'REJECT']);
  });
});

describe('whether it still happens', () => {
  it('is said when the newest rejection is near the end of the records', () => {
    expect(findings([rejectedRequest], { completeUntil: T0 + 200 })[0]?.occurrence?.ongoing).toBe(true);
  });

  it('is not said when nothing was rejected for long after', () => {
    expect(findings([rejectedRequest], { completeUntil: T0 + 3000 })[0]?.occurrence?.ongoing).toBe(false);
  });
});

describe('replies of which only part is dropped', () => {
  it('are told apart by the port they go to, where that explains it', () => {
    const requests = [2000, 9000].map((srcPort) => sighting({ srcPort }));
    const replies = requests.map((asked) => reversed(asked, { action: 'REJECT' }));
    const passed = [33000, 60000].map((srcPort) => reversed(sighting({ srcPort })));

    const [found] = findings([...requests, ...replies], { sessions: passed });

    expect(found?.summary).toMatch(/only replies to ports 2000–9000 are dropped, those to 33000–60000 pass$/);
  });
});
