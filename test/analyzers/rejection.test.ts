import { describe, expect, it } from 'vitest';
import { conversations } from '../../src/analyzers/conversation.ts';
import { ownAddresses } from '../../src/analyzers/interface-address.ts';
import { type Rejection, rejectionsOf } from '../../src/analyzers/rejection.ts';
import { services } from '../../src/analyzers/roles.ts';
import type { Sighting } from '../../src/analyzers/sighting.ts';
import { reversed, sighting, T0 } from '../kit/sightings.ts';

/** The only rejection of one conversation, seen at the database's interface. */
function rejectionOf(...seen: readonly Sighting[]): Rejection {
  const own = ownAddresses(seen.filter(({ interfaceId }) => interfaceId === 'eni-0db').concat(other()));
  const found = conversations(seen).flatMap((one) => rejectionsOf(one, own, services([]), () => false));
  const [first] = found;
  if (!first || found.length !== 1) throw new TypeError(`expected one rejection, found ${found.length}`);
  return first;
}

/** Something else that the database's interface logged, so that its own address is known. */
function other(): Sighting {
  return sighting({ source: '10.0.1.99' });
}

const request = sighting();
const reply = reversed(request);
const rejectedReply = { ...reply, action: 'REJECT' as const };
const rejectedRequest = { ...request, action: 'REJECT' as const };

describe('a rejected reply', () => {
  it('follows an accepted request at the same interface, which a security group cannot do', () => {
    expect(rejectionOf(request, rejectedReply)).toMatchObject({
      cause: 'reply',
      fromInitiator: false,
      direction: { way: 'out' },
      roles: { initiator: { address: '10.0.1.5' }, responder: { address: '10.0.2.9', port: 5432 } },
    });
  });

  it('is told by its SYN-ACK even where the log keeps rejected traffic only', () => {
    expect(rejectionOf({ ...rejectedReply, tcpFlags: 18 }).cause).toBe('reply');
  });

  it('of a ping is the direction that was never accepted, whichever was logged first', () => {
    const ping = { ...request, protocol: 1, srcPort: 0, dstPort: 0 };

    expect(rejectionOf(ping, { ...reversed(ping), action: 'REJECT' })).toMatchObject({
      cause: 'reply',
      fromInitiator: false,
    });
  });
});

describe('a rejected request', () => {
  it('has no answer and no earlier accepted packet', () => {
    expect(rejectionOf(rejectedRequest)).toMatchObject({
      cause: 'request',
      fromInitiator: true,
      direction: { way: 'in' },
    });
  });

  it('runs out of the interface that has the sender’s address', () => {
    const atClient = {
      ...rejectedRequest,
      source: '10.0.2.9',
      srcAddr: '10.0.2.9',
      destination: '10.0.3.3',
      dstAddr: '10.0.3.3',
    };

    expect(rejectionOf(atClient)).toMatchObject({ cause: 'request', direction: { way: 'out' } });
  });

  it('came in where another interface let the same packets out', () => {
    const sent = { ...request, interfaceId: 'eni-0web' };
    const lone = { ...rejectedRequest, interfaceId: 'eni-0lone' };

    expect(rejectionOf(sent, lone).direction.way).toBe('in');
  });
});

describe('packets of a connection that ran', () => {
  it('are late when few of them follow its end within two minutes', () => {
    const ended = { ...request, packets: 12, tcpFlags: 3 };
    const late = { ...rejectedRequest, first: T0 + 45, last: T0 + 50, packets: 1, tcpFlags: 1 };

    expect(rejectionOf(ended, reversed(ended), late).cause).toBe('late');
  });

  it('are late when no SYN is among them and nothing of the connection is left in the window', () => {
    expect(rejectionOf({ ...rejectedRequest, packets: 2, tcpFlags: 4 }).cause).toBe('late');
  });

  it('met an idle timeout when they follow 350 seconds of silence', () => {
    const resumed = { ...rejectedRequest, first: T0 + 400, last: T0 + 420, packets: 6 };

    expect(rejectionOf(request, reply, resumed)).toMatchObject({ cause: 'idle', quiet: 370 });
  });

  it('were cut when many are rejected without a pause', () => {
    const cut = { ...rejectedRequest, first: T0 + 31, last: T0 + 90, packets: 30 };

    expect(rejectionOf({ ...request, packets: 40 }, { ...reply, packets: 40 }, cut).cause).toBe('cut');
  });
});

describe('a reason in the record', () => {
  it.each([
    ['BPA', 'block-public-access'],
    ['EC', 'encryption-controls'],
  ])('%s settles it: %s', (rejectReason, cause) => {
    expect(rejectionOf({ ...rejectedRequest, rejectReason })).toMatchObject({ cause, confidence: 0.99 });
  });
});
