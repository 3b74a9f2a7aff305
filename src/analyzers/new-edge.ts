/** Two of our networks that never talked on a port, and now do: a new dependency, or somebody who looks around. */

import { z } from 'zod';
import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { byKey } from './detection/by-key.ts';
import { type DetectorScope, defineDetector } from './detection/detector.ts';
import { isRelay } from './detection/relays.ts';
import { newEdge as detected } from './new-edge/detected.ts';
import {
  acquaintancesOf,
  type Edge,
  type EdgeRow,
  edgeKey,
  edgesIn,
  isNew,
  isSensitiveEdge,
} from './new-edge/edge.ts';
import { follow, needs } from './new-edge/queries.ts';
import { sightings } from './sighting.ts';

const DAY = 86_400;
/** So many new ones are looked at closely. */
const MOST = 30;

const parameters = z.strictObject({
  sensitiveDays: z
    .int()
    .min(1)
    .default(7)
    .describe('Days that must be remembered before talk on a sensitive port is called new.'),
  days: z
    .int()
    .min(1)
    .default(14)
    .describe('Days that must be remembered before a port is called new on which nothing ever answered.'),
  connections: z.int().min(1).default(3).describe('Fewer connections are a try by hand.'),
});

type EdgeScope = DetectorScope<z.infer<typeof parameters>>;

interface Rows {
  readonly sensitive: { readonly rows: readonly EdgeRow[] };
  readonly others: { readonly rows: readonly EdgeRow[]; readonly cutOff: boolean };
}

/** Days that are remembered; null where nothing is. */
function learnedOf({ detecting: { history }, request }: EdgeScope): number | null {
  return history && Math.floor((request.window.start - history.since) / DAY);
}

/** A host that was attached within the last day is being set up. */
function isYoung({ client }: Edge, { network, request }: EdgeScope): boolean {
  const attachedAt = network?.holders.get(client)?.[0]?.interface.attachedAt;
  return attachedAt !== null && attachedAt !== undefined && attachedAt > request.window.start - DAY;
}

/** What of it is new. Where rows were cut off, what is rare may have been left out on every day before, and nothing there is called new. */
function newAmong(rows: Rows, scope: EdgeScope): readonly Edge[] {
  const { detecting, network, parameters: set, request } = scope;
  const { history } = detecting;
  const learned = learnedOf(scope);
  if (history === null || learned === null) return [];
  const enough = (edge: Edge) => learned >= (isSensitiveEdge(edge) ? set.sensitiveDays : set.days);
  return edgesIn([...rows.sensitive.rows, ...(rows.others.cutOff ? [] : rows.others.rows)], network).filter(
    (edge) =>
      edge.isSure &&
      enough(edge) &&
      !isRelay(edge.server, network) &&
      isNew(edge, history, request.window.start) &&
      !isYoung(edge, scope),
  );
}

function notesOf(rows: Rows, learned: number | null, { parameters: set }: EdgeScope): readonly string[] {
  if (learned === null) return ['Who talks to whom is not remembered here, so nothing is called a new edge.'];
  if (learned < set.sensitiveDays)
    return [
      `Who talks to whom is learned for ${learned} of ${set.sensitiveDays} days, so nothing is called a new edge yet.`,
    ];
  return rows.others.cutOff ? ['Too many services talk inside to tell which of their ports are new.'] : [];
}

export const newEdge = defineDetector({
  id: 'new-edge',
  title: 'New edge',
  summary: 'Two networks inside talk on a port on which they never did.',
  basis:
    'First occurrence of (client’s network, server’s network, port), as GuardDuty’s NetworkPortUnusual; learned for 7 days on sensitive ports and 14 on others.',
  quietBy:
    'Networks and not hosts, so that what scales or is deployed anew is known; on ports that are not sensitive only where nothing of the server’s network ever answered there; hosts attached within a day are left out.',
  benign: 'A deployment or a new dependency looks the same: whoever changed something at that time knows.',
  pace: 'day',
  confirmed: 'at-once',
  parameters,
  needs,
  follow: (rows, scope) => follow(newAmong(rows, scope).slice(0, MOST), scope),
  detect(rows, scope) {
    const { network, request, parameters: set } = scope;
    const all = newAmong(rows, scope);
    const learned = learnedOf(scope);
    const surroundings = {
      exchanges: sightings(rows.exchanges.rows),
      network,
      windowEnd: request.window.end,
      connections: set.connections,
      learned: learned ?? 0,
    };
    const groups = [...byKey(all, edgeKey).values()];
    return {
      found: groups
        .flatMap(([one, ...more]) => (one ? [detected([one, ...more], surroundings)] : []))
        .filter(({ level }) => level >= KEEPS_GOING),
      observed: {
        samples: [],
        acquaintances: acquaintancesOf(edgesIn([...rows.sensitive.rows, ...rows.others.rows], network)),
      },
      notes: notesOf(rows, learned, scope),
    };
  },
});
