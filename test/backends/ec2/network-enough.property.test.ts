/** Whatever an account looks like: what is read of it for two addresses says the same of a packet between them as all of it does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEc2Network } from '../../../src/backends/ec2/network.ts';
import { blockerOf } from '../../../src/network/evaluate/blocker.ts';
import { evaluatePacket } from '../../../src/network/evaluate/evaluate-packet.ts';
import type { Packet } from '../../../src/network/evaluate/packet.ts';
import type { Step } from '../../../src/network/evaluate/step.ts';
import { holdersOf } from '../../../src/network/find/address-holder.ts';
import { indexNetwork, type NetworkIndex } from '../../../src/network/find/index-network.ts';
import { readResponses } from '../../../src/network/read-responses.ts';
import { CREDENTIALS, mockAws, REGION } from '../../kit/aws-mock.ts';
import { type Account, serveAccount } from '../../kit/ec2-account.ts';
import { anyAccount, anyPacketBetween } from '../../kit/ec2-any-account.ts';

function wholeOf({ Entries, AwsPrefixLists: _, ...lists }: Account): NetworkIndex {
  const entries = Object.entries(Object(Entries)).map(([id, of]) => ({ source: id, body: { Entries: of } }));
  const described = Object.entries(lists).map(([key, list]) => ({ source: key, body: { [key]: list } }));
  return indexNetwork(readResponses([...described, ...entries]).network);
}

function wayOf(index: NetworkIndex, packet: Packet) {
  const { outcome, request, reply, gaps, blockedBy } = evaluatePacket(index, { packet });
  const shown = ({ step, outcome: said }: Step) => `${step} ${said}`;
  const { because: _, ...blocker } = (blockedBy && blockerOf(blockedBy.step)) ?? { because: null };
  return { outcome, blocker, request: request.map(shown), reply: reply.map(shown), gaps: gaps.length };
}

/** Where VPCs overlap, an address has more than one end, and each further one may take two calls more. */
function mostCalls(index: NetworkIndex, { source, destination }: Packet): number {
  const ends = [source, destination].flatMap((address) => holdersOf(index, address));
  return 12 + 2 * Math.max(0, ends.length - 2);
}

describe('what is read of a network for two addresses', () => {
  const aws = mockAws();

  it('is enough to say what becomes of a packet between them, within the calls that the question may make', async () => {
    await fc.assert(
      fc.asyncProperty(anyAccount, anyPacketBetween, async (account, packet) => {
        serveAccount(aws, account);
        const read = createEc2Network({ region: REGION, credentials: CREDENTIALS, now: () => 1000 });

        const { network, calls, notes } = await read(
          { subjects: [], addresses: [packet.source, packet.destination], interfaceIds: [] },
          new AbortController().signal,
        );

        const index = indexNetwork(network);
        const whole = wayOf(wholeOf(account), packet);
        expect(calls).toBeLessThanOrEqual(mostCalls(index, packet));
        // What a note says was left out may leave the outcome open, and never turns it round.
        if (notes.some((note) => note.startsWith('Not read, ')))
          expect([whole.outcome, 'unknown']).toContain(wayOf(index, packet).outcome);
        else expect(wayOf(index, packet)).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });
});
