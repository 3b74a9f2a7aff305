/**
 * Public addresses that came or went at one service, as one change: clients from the internet change by the minute, and a line each would leave no
 * room for what an engineer can do something about. Each was judged by itself, so the many are no surer and no less sure than one.
 */
import { type Change, publicEndOf } from './change.ts';

/** Fewer are told one by one. */
const LEAST = 3;

type Group = readonly [Change, ...Change[]];

/** What the changes of one group have in common; null for what is told by itself. */
function kindOf({ what }: Change): string | null {
  switch (what.kind) {
    case 'appeared':
    case 'vanished':
      return `${what.kind} ${what.action}`;
    case 'untold':
      return `${what.presence.seen} ${what.presence.change}`;
    default:
      return null;
  }
}

/** Alike are changes of one kind at one service; where the service is what is public, those of one client. */
function likeness(change: Change, isKnown: (address: string) => boolean): string | null {
  const { exchange } = change;
  const end = publicEndOf(exchange, isKnown);
  const kind = kindOf(change);
  if (end === null || kind === null) return null;
  const other = end === 'initiator' ? exchange.responder : exchange.initiator;
  return JSON.stringify([end, other, exchange.protocol, exchange.port, kind]);
}

function together(changes: Group, isKnown: (address: string) => boolean): readonly Change[] {
  const [first] = changes;
  const end = publicEndOf(first.exchange, isKnown);
  if (end === null || changes.length < LEAST) return changes;
  const sum = (when: 'before' | 'after') =>
    changes.reduce((total, { bytesAMinute }) => total + bytesAMinute[when], 0);
  return [
    {
      ...first,
      seen: changes.flatMap(({ seen }) => seen),
      bytesAMinute: { before: sum('before'), after: sum('after') },
      crowd: { end, addresses: changes.length },
    },
  ];
}

/** In the same order: what was put together stands where the first of it stood. */
export function crowded(
  changes: readonly Change[],
  isKnown: (address: string) => boolean,
): readonly Change[] {
  const groups = new Map<string, [Change, ...Change[]]>();
  for (const [index, change] of changes.entries()) {
    const key = likeness(change, isKnown) ?? String(index);
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()].flatMap((group) => together(group, isKnown));
}
