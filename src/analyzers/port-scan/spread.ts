/** A scan that stays below the threshold at each of its targets: several ports of each of several hosts, counted together. */
import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import { byKey } from '../detection/by-key.ts';
import type { Contact } from '../probes/contact.ts';
import { type Judged, judged } from '../probes/judged.ts';
import { isPolled } from '../probes/polled.ts';
import type { PortScope } from './parameters.ts';

/** Clients of a cluster know a few ports of each of its hosts, and fail at all of them when it stops; somebody who looks around tries more. */
export const FEWEST_PORTS = 4;
export const FEWEST_HOSTS = 3;

function ofSender(contacts: readonly Contact[], scope: PortScope): readonly Judged[] {
  const byHost = [...byKey(contacts, ({ destination }) => destination)].filter(
    ([destination, of]) =>
      of.filter(({ outcome }) => outcome === 'failed').length >= FEWEST_PORTS &&
      !isPolled(`${of[0]?.source} ${destination}`, scope.detecting),
  );
  if (byHost.length < FEWEST_HOSTS) return [];
  const inOrder = byHost.flatMap(([, of]) => of).sort((a, b) => a.first - b.first);
  const one = judged(inOrder, scope.parameters.spread, scope.request.window);
  return one.level >= KEEPS_GOING ? [one] : [];
}

/** One a sender. */
export function spreadScans(contacts: readonly Contact[], scope: PortScope): readonly Judged[] {
  return [...byKey(contacts, ({ source }) => source).values()].flatMap((of) => ofSender(of, scope));
}
