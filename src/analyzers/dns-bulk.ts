/** Far more over port 53 than names need: a tunnel, or data that leaves in queries. */
import { z } from 'zod';
import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { byKey } from './detection/by-key.ts';
import { defineDetector } from './detection/detector.ts';
import { isRelay } from './detection/relays.ts';
import { oursIn } from './detection/sides.ts';
import { bulkIn } from './dns-bulk/bulk.ts';
import { bulkFrom } from './dns-bulk/detected.ts';
import { ownResolvers, resolversSeen } from './names/own-resolvers.ts';
import { namePairs } from './names/pairs.ts';
import { nameTraffic } from './names/queries.ts';

const parameters = z.strictObject({
  tcpBytes: z
    .int()
    .min(1)
    .default(1_000_000)
    .describe('Bytes an hour over TCP to a resolver outside, both directions.'),
  queryBytes: z
    .int()
    .min(1)
    .default(120)
    .describe(
      'Mean size of a query over UDP, bytes without the IP and UDP headers; names alone need 30 to 60.',
    ),
  queries: z.int().min(1).default(1000).describe('Queries over UDP in ten minutes.'),
  sentBytes: z
    .int()
    .min(1)
    .default(1_000_000)
    .describe('Bytes an hour that a client sends, where it sends more than it receives.'),
});

export const dnsBulk = defineDetector({
  id: 'dns-bulk',
  title: 'Bulk over DNS',
  summary: 'A host moves far more over port 53 than names need.',
  basis:
    'A lookup is a small query and a larger answer: a client that sends more than it receives (producer/consumer ratio above 0), large queries at a high rate, or a megabyte an hour over TCP is not looking up names.',
  quietBy:
    'Size and rate both, per client and resolver; hosts that resolve for others of ours are not judged by their volume over TCP; never more severe than medium, as flow logs have no names.',
  benign:
    'Zone transfers, resolvers that forward for many hosts, mail filters and software that looks up reputations by DNS move a lot too.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs: nameTraffic,
  detect({ asks, answers, resolvers }, scope) {
    const { parameters: set, detecting, network, request } = scope;
    const isOurs = oursIn(detecting.home);
    const isGateway = (address: string) => isRelay(address, network);
    const isResolver = ownResolvers(resolvers.rows, detecting.history, request.window.start);
    const large = namePairs(asks.rows, answers.rows)
      .filter(({ port, client, resolver }) => port === 53 && ![client, resolver].some(isGateway))
      .flatMap((pair) => {
        const isTransfer = isOurs(pair.resolver) || isResolver(pair.client);
        const bulk = bulkIn(pair, set, isTransfer);
        return bulk && bulk.level >= KEEPS_GOING ? [{ pair, bulk }] : [];
      });
    const clients = byKey(large, ({ pair }) => `${pair.client} ${pair.protocol}`);
    return {
      found: [...clients.values()].flatMap(
        (of) => bulkFrom(of, { network, isOurs, windowEnd: request.window.end }) ?? [],
      ),
      observed: { samples: [], acquaintances: resolversSeen(resolvers.rows) },
    };
  },
});
