import { describe, expect, it } from 'vitest';
import { conversations } from '../../src/analyzers/conversation.ts';
import { DEFAULT_DETECTION } from '../../src/analyzers/detection/detecting.ts';
import type { History, Observed } from '../../src/analyzers/detection/history.ts';
import { rolesOf, services } from '../../src/analyzers/roles.ts';
import { concludeScan } from '../../src/analyzers/scan/listing.ts';
import { SIGHTING_COLUMNS, SIGHTING_MEASURES, sightings } from '../../src/analyzers/sighting.ts';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { scan } from '../../src/commands/scan.ts';
import { investigate } from '../../src/investigation/investigate.ts';
import { groups } from '../../src/query/flow-query.ts';
import { ALWAYS } from '../../src/query/predicate.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { Remembered } from '../bench/detect/watch/remembered.ts';
import { ABOUT } from '../kit/about.ts';
import { ask } from '../kit/engine-contract.ts';
import type { Logging } from '../kit/flow-log-of.ts';
import { REAL_IS_MISSING } from '../kit/real-records.ts';
import {
  type Evening,
  endedAt,
  flowRecords,
  INTERFACES,
  isAttack,
  NASHUA,
  NEWYORK,
  recordedOn,
  SCRANTON,
  UTICA,
} from '../kit/recorded-attack.ts';
import { NOW, request } from '../kit/scope.ts';
import type { ZeekConnection } from '../kit/zeek-connections.ts';

const HOUR = 3600;
const DAY = 86_400;
/** Days before, on which the domain was left alone: after two weeks anything at all may be called new. */
const UNDISTURBED = [15, 8, 1];

const SETTINGS: readonly (readonly [string, Partial<Logging>])[] = [
  ['version 5, 60 s', { version: 5, aggregation: 60 }],
  ['version 5, 600 s', { version: 5, aggregation: 600 }],
  ['version 2, 60 s', { version: 2, aggregation: 60 }],
  ['version 2, 600 s', { version: 2, aggregation: 600 }],
];
const DEFAULTS: Partial<Logging> = { version: 2, aggregation: 600 };

/** What all detectors say of the time up to an end, an hour where nothing else is told. */
async function scanned(records: readonly FlowRecord[], end: number, history: History | null, seconds = HOUR) {
  const observed: Observed[] = [];
  const { findings, completeness } = await investigate({
    request: request({
      ...{ text: 'scan', verb: 'scan', subjects: [] },
      window: { start: end - seconds, end },
    }),
    analyzers: scan.analyzers,
    conclude: concludeScan,
    source: {
      ...{ name: 'recorded', about: ABOUT, engine: createMemoryEngine(records) },
      flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
    },
    ...{ now: end, monotonic: () => 0, signal: new AbortController().signal },
    detecting: { settings: DEFAULT_DETECTION, history },
    onObserved: (one) => observed.push(one),
  });
  expect(findings.filter(({ confidence }) => confidence === 0)).toEqual([]);
  return { found: findings.filter(({ detection }) => detection), observed, notes: completeness.notes };
}

/** What the watcher remembers of undisturbed evenings, on each of which it called nothing. */
async function undisturbed(logging: Partial<Logging>): Promise<History> {
  const remembered = new Remembered(NOW - Math.max(...UNDISTURBED) * DAY - HOUR);
  const evenings = (['first', 'second'] as const).map((evening) =>
    recordedOn(evening).filter((one) => !isAttack(one)),
  );
  for (const day of UNDISTURBED) {
    const end = NOW - day * DAY;
    const records = flowRecords(
      evenings.flatMap((evening) => endedAt(evening, end - 1)),
      logging,
    );
    const { found, observed } = await scanned(records, end, remembered.before(end - HOUR));
    expect(found).toEqual([]);
    for (const one of observed) remembered.learn(one, () => false);
  }
  return remembered.before(NOW - HOUR);
}

async function attacked(
  evening: Evening,
  logging: Partial<Logging>,
  from: 'neighbours' | 'internet' = 'internet',
) {
  const records = flowRecords(endedAt(recordedOn(evening, from), NOW - 1), logging);
  const { found } = await scanned(records, NOW, await undisturbed(logging));
  return found.map(({ detector, summary }) => `${detector}: ${summary.split(':')[0]}`).sort();
}

/** How many of the exchanges are told right, of those that were answered and of the others. */
async function rightShares(connections: readonly ZeekConnection[], logging: Partial<Logging>) {
  const engine = createMemoryEngine(flowRecords(connections, logging));
  const { rows } = await ask(
    engine,
    groups({
      window: { start: 0, end: 4_000_000_000 },
      where: ALWAYS,
      columns: SIGHTING_COLUMNS,
      measures: SIGHTING_MEASURES,
      limit: 100_000,
    }),
  );
  const endsOf = (protocol: number | null, ...ends: readonly { address: string; port: number | null }[]) =>
    `${protocol} ${ends
      .map(({ address, port }) => `${address} ${port}`)
      .sort()
      .join(' ')}`;
  const began = new Map(
    connections.map(({ protocol, originator, responder }) => [
      endsOf(protocol, originator, responder),
      originator.address,
    ]),
  );
  const all = conversations(sightings(rows));
  const known = services(all);
  const told = all.map((one) => ({
    isAnswered: one.fromA.length > 0 && one.fromB.length > 0,
    isRight: rolesOf(one, known).initiator.address === began.get(endsOf(one.protocol, one.a, one.b)),
  }));
  const share = (of: typeof told) => of.filter(({ isRight }) => isRight).length / of.length;
  return {
    answered: share(told.filter(({ isAnswered }) => isAnswered)),
    unanswered: share(told.filter(({ isAnswered }) => !isAnswered)),
  };
}

/** From host to host: by copying a program and starting it, and by remote sessions. */
const MOVES = {
  first: [
    `new-edge: ${SCRANTON} began to talk to ${NASHUA} on tcp 135 (msrpc)`,
    `new-edge: ${SCRANTON} began to talk to ${NASHUA} on tcp 445 (smb)`,
    `new-edge: ${SCRANTON} began to talk to ${NASHUA} on tcp 5985 (winrm)`,
  ],
  second: [
    `new-edge: ${UTICA} began to talk to ${NEWYORK} on tcp 5985 (winrm)`,
    `new-edge: ${UTICA} began to talk to ${SCRANTON} on tcp 5985 (winrm)`,
  ],
};

describe.skipIf(REAL_IS_MISSING)(
  'an attack that others played and recorded (skipped where ../shared/real is missing)',
  () => {
    const evenings = ['first', 'second'] as const;

    it.each(SETTINGS)(
      'shows who began each exchange, whichever end writes it down: %s',
      async (_, logging) => {
        const atMembers = new Map([...INTERFACES].filter(([address]) => address !== NEWYORK));
        for (const evening of evenings)
          for (const interfaces of [INTERFACES, atMembers]) {
            const right = await rightShares(recordedOn(evening), { ...logging, interfaces });

            expect(right.answered).toBeGreaterThanOrEqual(0.99);
            expect(right.unanswered).toBeGreaterThanOrEqual(0.97);
          }
      },
    );

    it.each(SETTINGS)(
      'is nothing to detectors that remember nothing, and they say why: %s',
      async (_, logging) => {
        for (const evening of evenings) {
          const records = flowRecords(endedAt(recordedOn(evening), NOW - 1), logging);

          const { found, notes } = await scanned(records, NOW, null);

          expect(found).toEqual([]);
          // Command and control lasted for half an hour, and a page that is looked at for so long asks as often.
          expect(notes.join(' ')).toContain('Beacons were not looked for: they take 6 hours of records');
          expect(notes.join(' ')).toContain('Who talks to whom is not remembered here');
        }
      },
    );

    it.each([SETTINGS[0], SETTINGS[3]].flatMap((one) => (one ? [one] : [])))(
      'is found where it moves on to the next host, and nothing else is, the domain’s own talk least of all: %s',
      async (_, logging) => {
        expect(await attacked('first', logging)).toEqual(MOVES.first);
        expect(await attacked('second', logging)).toEqual(MOVES.second);
      },
      60_000,
    );

    it('is found no less, and nothing else is, where a rule turned away what nobody answered', async () => {
      const isRejected = ({ received }: ZeekConnection) => received.packets === 0;

      expect(await attacked('first', { ...DEFAULTS, isRejected })).toEqual(MOVES.first);
    }, 60_000);

    it('would be found by its rhythm, had it slept for minutes rather than seconds between its questions for orders', async () => {
      const asked = recordedOn('second').filter(
        ({ originator, responder }) => originator.address === UTICA && responder.address === '198.51.100.4',
      );
      const began = Math.min(...asked.map(({ at }) => at));
      // After that it was stopped, and went on with other sleeps.
      const slower = asked
        .filter(({ at, responder }) => responder.port === 443 && at < began + HOUR / 4)
        .map((one) => ({ ...one, at: began + 32 * (one.at - began) }));

      const records = flowRecords(endedAt(slower, NOW - 1), DEFAULTS);
      const { found } = await scanned(records, NOW, null, DAY);

      expect(found.map(({ summary }) => summary)).toEqual([
        expect.stringContaining(`${UTICA} connects to 198.51.100.4`),
      ]);
      expect(found.map(({ detector }) => detector)).toEqual(['beacon']);
    });

    it('is found where it calls a neighbouring network that never served there', async () => {
      expect(await attacked('first', DEFAULTS, 'neighbours')).toEqual(
        expect.arrayContaining([
          `new-edge: ${SCRANTON} began to talk to 192.168.0.4 on tcp 80 (http)`,
          `new-edge: ${NASHUA} began to talk to 192.168.0.4 on tcp 8443 (https-alt)`,
        ]),
      );
      expect(await attacked('second', DEFAULTS, 'neighbours')).toContain(
        `new-edge: ${UTICA} began to talk to 192.168.0.4 on tcp 443 (https)`,
      );
    }, 60_000);
  },
);
