/** Which of our hosts always log in where they do: administration from a bastion, an application at its database. */
import type { Window } from '../../query/window.ts';
import { assumedSubnet } from '../detection/assumed-subnet.ts';
import type { Detecting } from '../detection/detecting.ts';
import type { Observed } from '../detection/history.ts';
import type { PairRow } from './queries.ts';
import { LOGIN_SERVICES } from './service.ts';

const KIND = 'login';
const DAY = 86_400;
/** Today is one of them. */
const FEWEST_DAYS = 3;

/** A database is used by a whole tier of hosts that come and go, so any of their network knows it; SSH and the like are a matter of the one host. */
function keyOf({ source, destination, port }: PairRow): string {
  const isPublished = LOGIN_SERVICES.get(port ?? 0)?.published === true;
  return `${isPublished ? source : assumedSubnet(source ?? '')} ${destination} ${port}`;
}

/** Whether enough is remembered to tell who is new. */
export function isLearned({ history }: Detecting, window: Window): boolean {
  return history !== null && history.since <= window.start - FEWEST_DAYS * DAY;
}

/** What was seen on one day before is not how it always is: it may have been the first look of who comes back. */
export function isFamiliar(pair: PairRow, { history }: Detecting): boolean {
  const known = history?.acquaintance(KIND, keyOf(pair));
  return known != null && known.days >= FEWEST_DAYS;
}

export function acquainted(pairs: readonly PairRow[]): Observed['acquaintances'] {
  return pairs.flatMap((pair) =>
    pair.last === null ? [] : [{ kind: KIND, key: keyOf(pair), at: pair.last }],
  );
}
