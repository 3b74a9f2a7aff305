import { describe, expect, it } from 'vitest';
import type { ThreatFeed } from '../../src/analyzers/detection/detecting.ts';
import { threatFeed } from '../../src/analyzers/threat-feed.ts';
import { understand } from '../../src/commands/answer.ts';
import { flow } from '../kit/asked-of-records.ts';
import { watched } from '../kit/detecting.ts';
import { back, upTo } from '../kit/probing.ts';
import { NOW } from '../kit/scope.ts';

const HOST = '10.0.1.5';
const BAD = '203.0.113.66';

/** A list with one address. */
const FEED: ThreatFeed = {
  name: 'drop',
  readAt: NOW,
  lookUp: (address) => (address === BAD ? '203.0.113.64/26, SBL1' : null),
};

const REQUEST = flow(HOST, BAD);
const ANSWER = flow(BAD, HOST, { srcPort: 443, dstPort: 50_000 });

function found(records: Parameters<typeof watched>[0]['records'], feeds: readonly ThreatFeed[] = [FEED]) {
  return watched({ detector: threatFeed, records, feeds });
}

describe('the detector of addresses on lists of threats', () => {
  it('is grave where one of ours asks a listed address and is answered', async () => {
    const { fired } = await found([REQUEST, ANSWER]);

    expect(fired).toHaveLength(1);
    expect(fired[0]).toMatchObject({
      summary: '10.0.1.5 talks to 203.0.113.66, which is on the list drop, and gets answers',
      detection: { severity: 'high', class: 'to drop', others: [BAD], subject: { id: HOST } },
    });
    expect(fired[0]?.detection?.measured.basis).toContain('SBL1');
  });

  it('is for the digest where nobody answers', async () => {
    expect((await found([REQUEST])).fired[0]?.detection?.severity).toBe('low');
  });

  it('is for the digest where a listed stranger is served', async () => {
    const records = [
      flow(BAD, HOST, { srcPort: 50_000, dstPort: 443 }),
      flow(HOST, BAD, { srcPort: 443, dstPort: 50_000 }),
    ];

    expect((await found(records)).fired[0]?.detection).toMatchObject({ severity: 'low', class: 'from drop' });
  });

  it('is for the digest where a listed stranger that is served sends from a port such as services have', async () => {
    const opening = flow(BAD, HOST, { srcPort: 53, dstPort: 443, packets: 5, tcpFlags: 3 });
    const records = [opening, back(opening, { tcpFlags: 19 })];

    expect(
      (await found(records)).fired.map(({ detection }) => [detection?.severity, detection?.class]),
    ).toEqual([['low', 'from drop']]);
  });

  it('is grave where one of ours asks a listed address from a port such as services have', async () => {
    const opening = flow(HOST, BAD, { srcPort: 443, dstPort: 50_000, packets: 5, tcpFlags: 3 });
    const records = [opening, back(opening, { tcpFlags: 19 })];

    expect(
      (await found(records)).fired.map(({ detection }) => [detection?.severity, detection?.class]),
    ).toEqual([['high', 'to drop']]);
  });

  it('does not take for talk of ours that closed ports refuse a listed stranger who sends from 443', async () => {
    const records = upTo(20).flatMap((index) => {
      const probe = flow(BAD, HOST, { srcPort: 443, dstPort: 40_000 + index, tcpFlags: 2 });
      return [probe, back(probe, { tcpFlags: 4 })];
    });

    expect((await found(records)).fired.filter(({ detection }) => detection?.class === 'to drop')).toEqual(
      [],
    );
  });

  it('is less sure who asked where both ports are such as clients pick', async () => {
    const records = [
      flow(HOST, BAD, { srcPort: 40_001, dstPort: 45_001 }),
      flow(BAD, HOST, { srcPort: 45_001, dstPort: 40_001 }),
    ];

    expect((await found(records)).fired[0]?.detection?.severity).toBe('medium');
  });

  it('says nothing of what was rejected, nor of a stranger without an answer', async () => {
    const knock = flow(BAD, HOST, { srcPort: 50_000, dstPort: 22 });

    expect(
      (await found([{ ...knock, action: 'REJECT' }, { ...REQUEST, action: 'REJECT' }, knock])).all,
    ).toEqual([]);
  });

  it('says nothing without lists', async () => {
    expect((await found([REQUEST, ANSWER], [])).all).toEqual([]);
  });

  it('is one finding for all addresses of a list', async () => {
    const all: ThreatFeed = { ...FEED, lookUp: (address) => (address.startsWith('203.') ? address : null) };
    const records = [1, 2, 3].flatMap((last) => [
      { ...REQUEST, dstAddr: `203.0.113.${last}` },
      { ...ANSWER, srcAddr: `203.0.113.${last}` },
    ]);
    const { fired } = await found(records, [all]);

    expect(fired).toHaveLength(1);
    expect(fired[0]?.detection?.others).toHaveLength(3);
  });

  it('says what is wrong with a list', async () => {
    const { notes } = await found([], [{ ...FEED, notes: ['The threat feed drop could not be read.'] }]);

    expect(notes).toContain('The threat feed drop could not be read.');
  });

  it('asks a question that is understood', async () => {
    const { fired } = await found([REQUEST, ANSWER]);

    expect(understand(fired[0]?.detection?.ask ?? '', { now: NOW, timeZone: 'UTC' }).kind).toBe('question');
  });
});
