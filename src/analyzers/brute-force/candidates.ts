/** Whose sessions are looked at one by one: servers that clients outside log in to, and our own hosts that log in where they did not before. */
import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import { isIn } from '../detection/blocks-parameter.ts';
import { byKey } from '../detection/by-key.ts';
import { oursIn } from '../detection/sides.ts';
import { isFamiliar, isLearned } from './familiar.ts';
import type { BruteScope } from './parameters.ts';
import type { PairRow } from './queries.ts';
import { LOGIN_SERVICES } from './service.ts';

/** So many servers, and so many clients, are looked at closely. */
const MOST_GROUPS = 20;
/** Of all those clients together: more servers would make a query longer than CloudWatch Logs Insights takes. */
const MOST_PAIRS_OF_CLIENTS = 200;
const FEWEST_SESSIONS = 3;
/** Of the window; who comes later was not there before, as far as can be told without a memory. */
const LATECOMER_SHARE = 0.1;

function groupsOf(pairs: readonly PairRow[], keyOf: (pair: PairRow) => string) {
  const groups = [...byKey(pairs, keyOf).values()];
  const sessionsOfGroup = (of: readonly PairRow[]) => of.reduce((total, { sessions }) => total + sessions, 0);
  return groups.sort((a, b) => sessionsOfGroup(b) - sessionsOfGroup(a));
}

function isNewcomer(pair: PairRow, { detecting, request: { window } }: BruteScope): boolean {
  if (isLearned(detecting, window)) return !isFamiliar(pair, detecting);
  if (LOGIN_SERVICES.get(pair.port ?? 0)?.published) return true;
  return (pair.first ?? 0) >= window.start + LATECOMER_SHARE * (window.end - window.start);
}

/** The first groups, with as many of their pairs as there is room for. */
function fitting(groups: readonly (readonly PairRow[])[]): readonly (readonly PairRow[])[] {
  let room = MOST_PAIRS_OF_CLIENTS;
  return groups.slice(0, MOST_GROUPS).flatMap((of) => {
    const some = of.slice(0, room);
    room -= some.length;
    return some.length > 0 ? [some] : [];
  });
}

export function candidates(pairs: readonly PairRow[], scope: BruteScope) {
  const { detecting, parameters: set, request } = scope;
  const isOurs = oursIn(detecting.home);
  const isExpected = isIn(set.clients);
  const strange = pairs.filter(({ source }) => source !== null && !isExpected(source));
  const [inside, outside] = [
    strange.filter(({ source }) => isOurs(source ?? '')),
    strange.filter(({ source, destination }) => !isOurs(source ?? '') && isOurs(destination ?? '')),
  ];
  // Where it is known who is new, there are few of them, and those that try slowly are worth a look, too.
  const fewest = isLearned(detecting, request.window) ? FEWEST_SESSIONS : KEEPS_GOING * set.attemptsPerHour;
  const ofClients = groupsOf(
    inside.filter((pair) => isNewcomer(pair, scope)),
    ({ source, port }) => `${source} ${port}`,
  ).filter((of) => of.reduce((total, { sessions }) => total + sessions, 0) >= fewest);
  const ofServers = groupsOf(outside, ({ destination, port }) => `${destination} ${port}`);
  const fit = fitting(ofClients);
  return {
    inside,
    ofServers: ofServers.slice(0, MOST_GROUPS),
    ofClients: fit,
    isLeftOut: ofServers.length > MOST_GROUPS || fit.flat().length < ofClients.flat().length,
  };
}
