/** Which incident is meant where none is named: that of the thread, else that of the channel. */
import type { Incident } from '../store/incidents.ts';

/** `open` ones alone; `known`: where none is open, the one closed last; `closed` ones alone. */
export type Meant = 'open' | 'known' | 'closed';

export type Chosen =
  | { readonly kind: 'one'; readonly incident: Incident }
  /** `closed` is the one closed last there. */
  | { readonly kind: 'none'; readonly closed: Incident | null }
  | { readonly kind: 'several'; readonly incidents: readonly Incident[] };

/** From the nearest to the farthest: of the thread, of the channel itself, of other threads of the channel. */
function circles(all: readonly Incident[], thread: string | null): readonly (readonly Incident[])[] {
  const isHere = (one: Incident) => thread !== null && (one.thread === thread || one.cardTs === thread);
  const others = all.filter((one) => !isHere(one));
  return [
    all.filter(isHere),
    others.filter((one) => one.thread === null),
    others.filter((one) => one.thread !== null),
  ];
}

function lastClosed(all: readonly Incident[], thread: string | null): Incident | null {
  for (const circle of circles(all, thread)) {
    const closed = circle.filter(({ closedAt }) => closedAt !== null);
    const [last] = closed.sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0));
    if (last) return last;
  }
  return null;
}

/** @param all the incidents of the channel. @param thread where it is typed; null for the channel itself. */
export function chosen(all: readonly Incident[], thread: string | null, meant: Meant): Chosen {
  const closed = lastClosed(all, thread);
  if (meant === 'closed') return closed ? { kind: 'one', incident: closed } : { kind: 'none', closed: null };
  for (const circle of circles(all, thread)) {
    const [only, ...others] = circle.filter(({ closedAt }) => closedAt === null);
    if (only && others.length > 0) return { kind: 'several', incidents: [only, ...others] };
    if (only) return { kind: 'one', incident: only };
  }
  return meant === 'known' && closed ? { kind: 'one', incident: closed } : { kind: 'none', closed };
}
