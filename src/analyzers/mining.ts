/** Sessions as miners of crypto-currencies have them with their pools: a pool's port, open for hours, few and small messages both ways. */

import { z } from 'zod';
import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { Blocks, isIn } from './detection/blocks-parameter.ts';
import { type DetectorScope, defineDetector } from './detection/detector.ts';
import { type OutboundPair, outboundPairs, pairsIn } from './detection/outbound-pairs.ts';
import {
  bytesOf,
  longSessions,
  mayBeLong,
  notLookedAt,
  packetsOf,
  type SessionRow,
  sessionsQueries,
} from './detection/outbound-sessions.ts';
import { pairsOfHosts } from './detection/passed-on.ts';
import { isRelay } from './detection/relays.ts';
import { minersIn } from './mining/detected.ts';

const HOUR = 3600;

/** On which pools listen by habit. One of them alone shows nothing. */
const POOL_PORTS = [3333, 3334, 3335, 4444, 5555, 7777, 8333, 9332, 9999, 14433, 14444, 20535, 45560, 45700];

const parameters = z.strictObject({
  ports: z.array(z.int().min(1).max(65_535)).default(POOL_PORTS).describe('The ports of pools.'),
  hours: z.number().positive().default(1).describe('Open for so long.'),
  least: z
    .number()
    .positive()
    .default(80)
    .describe(
      'Bytes a packet at least, with its headers, both directions together: jobs and shares are short lines of JSON.',
    ),
  most: z.number().positive().default(250).describe('Bytes a packet at most: more are no short lines.'),
  bytesPerSecond: z.number().positive().default(5000).describe('Both directions together.'),
  expected: Blocks.default([]).describe('Addresses and blocks of pools or other services that are meant.'),
});

type MiningScope = DetectorScope<z.infer<typeof parameters>>;

function candidatesIn(rows: Parameters<typeof pairsIn>[0], scope: MiningScope): readonly OutboundPair[] {
  const { ports, hours, expected } = scope.parameters;
  const isMeant = isIn(expected);
  const seconds = KEEPS_GOING * hours * HOUR;
  return pairsOfHosts(pairsIn(rows), scope).filter(
    (pair) => ports.includes(pair.destinationPort) && mayBeLong(pair, seconds) && !isMeant(pair.destination),
  );
}

function foundIn(
  { sent, answers }: Record<'sent' | 'answers', { readonly rows: readonly SessionRow[] }>,
  scope: MiningScope,
) {
  const { hours, least, most, bytesPerSecond } = scope.parameters;
  const sessions = longSessions(
    { sent: sent.rows, answers: answers.rows },
    KEEPS_GOING * hours * HOUR,
  ).filter((session) => {
    const size = bytesOf(session) / packetsOf(session);
    const rate = bytesOf(session) / (session.last - session.first);
    return size >= least && size <= most && rate <= bytesPerSecond && !isRelay(session.source, scope.network);
  });
  return minersIn(sessions, scope);
}

export const mining = defineDetector({
  id: 'mining',
  title: 'Crypto-mining',
  summary: 'Long sessions of few and small messages both ways, on a port of mining pools.',
  basis:
    'The habit of ports and the session statistics by which NEMEA’s miner detector chooses whom to look at (CESNET): open for more than an hour, 80 to 250 bytes a packet, answered, at a low rate.',
  quietBy: 'A port alone is nothing; AWS services, transfers, short and unanswered connections are left out.',
  benign:
    'The ports are anybody’s: a broker, a game or a database on one of them with small messages looks the same.',
  pace: 'day',
  confirmed: 'at-once',
  parameters,
  needs: (scope) => ({ pairs: outboundPairs(scope) }),
  follow: ({ pairs }, scope) => sessionsQueries(candidatesIn(pairs.rows, scope), scope),
  strangers: (rows, scope) => foundIn(rows, scope).flatMap(({ others }) => others.slice(0, 1)),
  detect: (rows, scope) => ({
    found: foundIn(rows, scope),
    notes: notLookedAt(
      'Sessions of miners',
      candidatesIn(rows.pairs.rows, scope).length,
      KEEPS_GOING * scope.parameters.hours * HOUR,
      rows,
    ),
  }),
});
