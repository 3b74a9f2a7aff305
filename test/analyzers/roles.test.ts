import { describe, expect, it } from 'vitest';
import { conversations } from '../../src/analyzers/conversation.ts';
import { rolesOf, services } from '../../src/analyzers/roles.ts';
import type { Sighting } from '../../src/analyzers/sighting.ts';
import { reversed, sighting, T0 } from '../kit/sightings.ts';

function initiatorOf(...seen: readonly Sighting[]): { initiator: string; confidence: number } {
  const [conversation] = conversations(seen);
  if (!conversation) throw new TypeError('no conversation');
  const { initiator, confidence } = rolesOf(conversation, services([]));
  return { initiator: initiator.address, confidence };
}

describe('who opened an exchange', () => {
  it('is the sender of a SYN without ACK, whatever the ports say', () => {
    const syn = sighting({ srcPort: 443, dstPort: 51000, tcpFlags: 2 });

    expect(initiatorOf(syn, reversed(syn, { tcpFlags: 0 }))).toEqual({
      initiator: '10.0.1.5',
      confidence: 0.99,
    });
  });

  it('is the receiver of a SYN-ACK', () => {
    const synAck = sighting({ tcpFlags: 18 });

    expect(initiatorOf(synAck).initiator).toBe('10.0.2.9');
  });

  it('is the sender where only one direction was recorded', () => {
    const probe = sighting({ srcPort: 61000, dstPort: 8444 });

    expect(initiatorOf(probe).initiator).toBe('10.0.1.5');
  });

  it('is the receiver of a lone record from a service port to an ephemeral one: a reply whose request was earlier', () => {
    const reply = sighting({ srcPort: 443, dstPort: 50123 });

    expect(initiatorOf(reply)).toEqual({ initiator: '10.0.2.9', confidence: 0.75 });
  });

  it('is the side with more bytes a packet when a connection was refused at once', () => {
    const request = sighting({ srcPort: 5000, dstPort: 5001, packets: 2, bytes: 120 });
    const reset = reversed(request, { packets: 2, bytes: 80 });

    expect(initiatorOf(request, reset).initiator).toBe('10.0.1.5');
  });

  it('is so, too, where both interfaces wrote down what was tried again and again', () => {
    const request = sighting({ srcPort: 5000, dstPort: 5001, packets: 3, bytes: 156 });
    const seen = [request, reversed(request, { packets: 3, bytes: 120 })];
    const twice = [...seen, ...seen.map((one) => ({ ...one, interfaceId: 'eni-0web' }))];

    expect(initiatorOf(...twice)).toEqual({ initiator: '10.0.1.5', confidence: 0.97 });
  });

  it('is not told by the sizes of keep-alives, whose answers are the larger ones', () => {
    const probe = sighting({ packets: 1, bytes: 41 });

    expect(initiatorOf(probe, reversed(probe, { bytes: 52 })).initiator).toBe('10.0.1.5');
  });

  it('is not told by sizes where flags tell that nothing was opened', () => {
    const probe = sighting({ packets: 1, bytes: 40, tcpFlags: 0 });

    expect(initiatorOf(probe, reversed(probe, { bytes: 52 })).initiator).toBe('10.0.1.5');
  });

  it('is not told by the sizes of a connection that was accepted and dropped at once', () => {
    const request = sighting({ packets: 3, bytes: 164 });

    expect(initiatorOf(request, reversed(request, { packets: 1, bytes: 60 })).initiator).toBe('10.0.1.5');
  });

  it('is not told by the size of data that a server sends to a client which only acknowledges', () => {
    const acknowledged = sighting({ packets: 1, bytes: 40 });

    expect(initiatorOf(acknowledged, reversed(acknowledged, { bytes: 300 })).initiator).toBe('10.0.1.5');
  });

  it.each([5432, 5228])('is a guess by the ports where sizes say the opposite: %d', (dstPort) => {
    const probe = sighting({ dstPort, packets: 1, bytes: 40 });

    expect(initiatorOf(probe, reversed(probe, { bytes: 52 }))).toEqual({
      initiator: '10.0.1.5',
      confidence: 0.6,
    });
  });

  it('is the peer of an endpoint that many connect to, where ports say nothing', () => {
    const many = [40001, 40002, 40003].map((srcPort) => sighting({ srcPort, dstPort: 40500, packets: 9 }));
    const [first] = many;
    const pair = first ? [first, reversed(first)] : [];

    const [conversation] = conversations(pair);
    const roles = conversation && rolesOf(conversation, services(conversations(many)));

    expect(roles?.responder).toEqual({ address: '10.0.2.9', port: 40500 });
  });

  it('is the side with the ephemeral port where the other is a known service', () => {
    const request = sighting({ packets: 20, bytes: 4000 });

    expect(initiatorOf(reversed(request), request).initiator).toBe('10.0.1.5');
  });

  it('is the earlier one where ports say nothing', () => {
    const ping = sighting({ protocol: 1, srcPort: 0, dstPort: 0, packets: 4 });

    expect(initiatorOf(ping, reversed(ping, { first: T0 + 60 })).initiator).toBe('10.0.1.5');
  });
});
