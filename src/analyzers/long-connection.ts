/** A connection to a rare destination outside that stays open for hours and says little: a tunnel, a remote shell, or an agent nobody told of. */

import { z } from 'zod';
import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { acquaintancesOf } from './detection/acquainted.ts';
import { Blocks } from './detection/blocks-parameter.ts';
import { type DetectorScope, defineDetector } from './detection/detector.ts';
import { type OutboundPair, outboundPairs, pairsIn } from './detection/outbound-pairs.ts';
import {
  bytesOf,
  longSessions,
  mayBeLong,
  notLookedAt,
  type SessionRow,
  sessionsQueries,
} from './detection/outbound-sessions.ts';
import { pairsOfHosts } from './detection/passed-on.ts';
import { isRareAmong, RARITY } from './detection/rare-destinations.ts';
import { isRelay } from './detection/relays.ts';
import { detectedOf } from './long-connection/detected.ts';

const HOUR = 3600;

const parameters = z.strictObject({
  hours: z
    .number()
    .positive()
    .default(4)
    .describe('Open for so long it is told of in the digest. RITA’s score is low from here on.'),
  longHours: z
    .number()
    .positive()
    .default(8)
    .describe(
      'Open for so long somebody is to look at it. RITA’s score is medium from here on, before it is raised as the destination is rare and new.',
    ),
  bytesPerSecond: z
    .number()
    .positive()
    .default(20_000)
    .describe('Both directions together. Faster ones are transfers, which other detectors look at.'),
  ...RARITY,
  expected: Blocks.default([]).describe(
    'Addresses and blocks to which connections stay open on purpose: agents, tunnels, brokers.',
  ),
});

type LongScope = DetectorScope<z.infer<typeof parameters>>;

function candidatesIn(rows: Parameters<typeof pairsIn>[0], scope: LongScope): readonly OutboundPair[] {
  const pairs = pairsOfHosts(pairsIn(rows), scope);
  const isRare = isRareAmong(pairs, scope);
  const least = KEEPS_GOING * scope.parameters.hours * HOUR;
  return pairs.filter((pair) => mayBeLong(pair, least) && isRare(pair));
}

function foundIn(
  { sent, answers }: Record<'sent' | 'answers', { readonly rows: readonly SessionRow[] }>,
  scope: LongScope,
) {
  const { hours, bytesPerSecond } = scope.parameters;
  const sessions = longSessions(
    { sent: sent.rows, answers: answers.rows },
    KEEPS_GOING * hours * HOUR,
  ).filter(
    (session) =>
      !isRelay(session.source, scope.network) &&
      bytesOf(session) / (session.last - session.first) <= bytesPerSecond,
  );
  return detectedOf(sessions, scope);
}

export const longConnection = defineDetector({
  id: 'long-connection',
  title: 'Long connection',
  summary: 'A connection to a rare destination outside that stays open for hours and says little.',
  basis:
    'Connections put together from their records, with RITA’s steps of 4 hours (low) and 8 hours (medium), at a low rate in both directions.',
  quietBy:
    'Destinations of more than 2 of our hosts (or 2 % of them), those that anybody here knew 7 days ago, AWS services, transfers and what is expected are left out; one finding for a host and a network.',
  benign:
    'Agents, message brokers, tunnels to a partner and idle database connections stay open as long; their owner knows the destination.',
  pace: 'day',
  confirmed: 'at-once',
  parameters,
  needs: (scope) => ({ pairs: outboundPairs(scope) }),
  follow: ({ pairs }, scope) => sessionsQueries(candidatesIn(pairs.rows, scope), scope),
  strangers: (rows, scope) => foundIn(rows, scope).flatMap(({ others }) => others.slice(0, 1)),
  detect(rows, scope) {
    const { window } = scope.request;
    const { hours } = scope.parameters;
    return {
      found: foundIn(rows, scope),
      observed: { samples: [], acquaintances: acquaintancesOf(pairsIn(rows.pairs.rows)) },
      notes:
        window.end - window.start < hours * HOUR
          ? [
              `Long connections were not looked for: they take ${hours} hours of records, such as \`scan last 24h\`.`,
            ]
          : notLookedAt(
              'Long connections',
              candidatesIn(rows.pairs.rows, scope).length,
              KEEPS_GOING * scope.parameters.hours * HOUR,
              rows,
            ),
    };
  },
});
