/** What only habit tells apart from harm, on the first days of a watcher and later: nobody is to be woken by what was always so. */
import { describe, expect, it } from 'vitest';
import { beacon } from '../../src/analyzers/beacon.ts';
import type { Detector } from '../../src/analyzers/detection/detector.ts';
import { dnsBypass } from '../../src/analyzers/dns-bypass.ts';
import { exfiltration } from '../../src/analyzers/exfiltration.ts';
import { longConnection } from '../../src/analyzers/long-connection.ts';
import { newEdge } from '../../src/analyzers/new-edge.ts';
import { smtpOut } from '../../src/analyzers/smtp-out.ts';
import { unusualProtocol } from '../../src/analyzers/unusual-protocol.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { flow } from '../kit/asked-of-records.ts';
import { remembered, watched } from '../kit/detecting.ts';
import { back, upTo } from '../kit/probing.ts';
import { randomOf } from '../kit/random.ts';
import { beats } from '../kit/rhythms.ts';
import { NOW } from '../kit/scope.ts';
import { openSession } from '../kit/sessions.ts';

const DAY = 86_400;
const STRANGER = '203.0.113.9';
const LATELY = { start: NOW - 900, end: NOW - 880 };

function both(client: string, server: string, changes: Partial<FlowRecord>, bytesBack = 900) {
  const sent = flow(client, server, { ...LATELY, srcPort: 40_000, packets: 20, bytes: 1800, ...changes });
  return [sent, back(sent, { bytes: bytesBack })];
}

const POLLER = beats(randomOf(1), { period: 1800, jitter: 0.1, missed: 0 }).map((at, number) =>
  flow('10.0.1.5', STRANGER, {
    ...{ srcPort: 32_768 + number, start: NOW - DAY + at, end: NOW - DAY + at + 12, packets: 9, bytes: 940 },
  }),
);

const ORDINARY: readonly (readonly [string, Detector, readonly FlowRecord[]])[] = [
  ['a monitor that polls a destination of its own', beacon, POLLER],
  ['a broker to which a connection stays open', longConnection, openSession({ hours: 20 })],
  [
    'a nightly backup',
    exfiltration,
    upTo(60).flatMap((minute) =>
      both(
        '10.0.1.5',
        STRANGER,
        { start: NOW - 7200 + minute * 60, end: NOW - 7141 + minute * 60, packets: 70_000, bytes: 100e6 },
        200_000,
      ),
    ),
  ],
  [
    'a host that asks a public resolver for names',
    dnsBypass,
    both('10.0.1.5', '198.51.100.53', { dstPort: 53, protocol: 17 }),
  ],
  [
    'a mail server',
    smtpOut,
    upTo(8).flatMap((index) =>
      both('10.0.1.5', `198.51.100.${index}`, { dstPort: 25, srcPort: 40_000 + index }),
    ),
  ],
  ['a tunnel', unusualProtocol, both('10.0.1.5', STRANGER, { protocol: 47, srcPort: 0, dstPort: 0 })],
  [
    'an application that talks to its database',
    newEdge,
    upTo(6).flatMap((index) => both('10.0.1.5', '10.0.2.9', { dstPort: 5432, srcPort: 40_000 + index })),
  ],
];

describe('on the first days', () => {
  const startedAgo = async (detector: Detector, records: readonly FlowRecord[], days: number) => {
    const history = remembered({ since: NOW - days * DAY });
    const request = { window: { start: NOW - DAY, end: NOW } };
    return (await watched({ detector, records, history, request })).fired;
  };

  it.each(ORDINARY)('%s is at most for the digest', async (_, detector, records) => {
    for (const days of [0, 1, 2]) {
      const fired = await startedAgo(detector, records, days);
      expect(fired.map(({ detection }) => detection?.severity).filter((one) => one !== 'low')).toEqual([]);
    }
  });

  it.each(ORDINARY)('%s is told when it comes after weeks without it', async (_, detector, records) => {
    const fired = await startedAgo(detector, records, 21);

    expect(fired.map(({ detection }) => detection?.severity)).toContain(
      detector === newEdge ? 'low' : 'medium',
    );
  });
});

describe('a host that asked a public resolver from the first day on', () => {
  it('does not become news when the first days are over', async () => {
    const [, , records] = ORDINARY.find(([, detector]) => detector === dnsBypass) ?? ORDINARY[0] ?? [];
    const history = remembered({
      since: NOW - 8 * DAY,
      acquaintances: {
        'asked-resolver 10.0.1.5 198.51.100.0/24': { first: NOW - 8 * DAY, last: NOW, days: 8 },
      },
    });

    const { fired } = await watched({ detector: dnsBypass, records: records ?? [], history });

    expect(fired.map(({ detection }) => detection?.severity)).toEqual(['low']);
  });
});
