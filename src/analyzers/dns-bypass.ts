/** A host of ours that asks resolvers outside for names: rules for names do not hold for it, and nobody sees what it asks. */

import { z } from 'zod';
import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { DESTINATION, field } from '../query/expression.ts';
import { groups } from '../query/flow-query.ts';
import { all, any, equals, inCidr } from '../query/predicate.ts';
import { announcedNetwork } from './detection/announced-network.ts';
import { Blocks, blocksIn, isIn } from './detection/blocks-parameter.ts';
import { byKey } from './detection/by-key.ts';
import { type DetectorScope, defineDetector } from './detection/detector.ts';
import { opensOutbound } from './detection/outbound-traffic.ts';
import { isRelay } from './detection/relays.ts';
import { oursIn } from './detection/sides.ts';
import { bypassedBy } from './dns-bypass/detected.ts';
import { ownResolvers, resolversSeen } from './names/own-resolvers.ts';
import { type NamePair, namePairs } from './names/pairs.ts';
import { nameTraffic, PAIR_COLUMNS, PAIR_MEASURES } from './names/queries.ts';

const HTTPS = 443;

const parameters = z.strictObject({
  resolvers: Blocks.default([]).describe('Resolvers outside that may be asked.'),
  forwarders: Blocks.default([]).describe('Hosts of ours that may ask any resolver.'),
  overHttps: Blocks.default([]).describe(
    'Resolvers that are asked over HTTPS (RFC 8484); their addresses have to be told, as port 443 says nothing.',
  ),
  packets: z.int().min(1).default(10).describe('Packets in the window; fewer are somebody’s try by hand.'),
});

type BypassScope = DetectorScope<z.infer<typeof parameters>>;

function needs(scope: BypassScope) {
  const { overHttps } = scope.parameters;
  return {
    ...nameTraffic(scope),
    https: groups({
      window: scope.request.window,
      where: all(
        opensOutbound(scope),
        equals(field('dstPort'), HTTPS),
        any(...blocksIn(overHttps).map((block) => inCidr(DESTINATION, block))),
      ),
      columns: PAIR_COLUMNS,
      measures: PAIR_MEASURES,
      orderBy: [{ by: 'packets', descending: true }],
      limit: 1000,
    }),
  };
}

/** How it asks: what an operator allows or mutes is one of them. */
function wayOf({ port }: NamePair): string {
  if (port === HTTPS) return 'dns over https';
  return port === 853 ? 'dns over tls' : 'dns';
}

export const dnsBypass = defineDetector({
  id: 'dns-bypass',
  title: 'DNS bypass',
  summary: 'A host asks resolvers outside for names, and not the VPC’s.',
  basis:
    'Traffic to the VPC’s resolver is never logged (VPC User Guide, "Flow log limitations"), so any logged port 53 or 853 to outside goes past it, as Panther’s rule for unapproved outbound DNS has it.',
  quietBy:
    'One alert a host and way of asking; what our services answer to a client that sends from port 53, hosts that resolve for others of ours, NAT gateways, allowed resolvers and fewer than ten packets are left out; what a host has done for two weeks goes to the digest.',
  benign:
    'Containers and some appliances have public resolvers as a default, and forwarders ask them for others: allow those.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  detect({ asks, answers, resolvers, https }, scope) {
    const { parameters: set, detecting, network, request } = scope;
    const { history, home } = detecting;
    const isOurs = oursIn(home);
    const isResolver = ownResolvers(resolvers.rows, history, request.window.start);
    const isAllowed = isIn(set.resolvers);
    const isForwarder = isIn(set.forwarders);
    const past = namePairs([...asks.rows, ...https.rows], answers.rows).filter(
      ({ client, resolver }) =>
        !isOurs(resolver) &&
        !isResolver(client) &&
        !isRelay(client, network) &&
        !isAllowed(resolver) &&
        !isForwarder(client),
    );
    const groupsOf = byKey(past, (pair) => `${pair.client} ${wayOf(pair)}`);
    return {
      found: [...groupsOf.values()]
        .flatMap((pairs) => {
          const [first] = pairs;
          return first
            ? [
                bypassedBy(pairs, {
                  way: wayOf(first),
                  least: set.packets,
                  history,
                  network,
                  window: request.window,
                }),
              ]
            : [];
        })
        .filter(({ level }) => level >= KEEPS_GOING),
      observed: {
        samples: [],
        acquaintances: [
          ...resolversSeen(resolvers.rows),
          ...past.map(({ client, resolver, last }) => ({
            kind: 'asked-resolver',
            key: `${client} ${announcedNetwork(resolver)}`,
            at: last,
          })),
        ],
      },
      notes: asks.cutOff
        ? ['More hosts ask for names than were looked at: those that ask least are missing.']
        : [],
    };
  },
});
