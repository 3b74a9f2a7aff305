/** What became different between the two windows, most telling first. */
import { isPrivateAddress } from '../../record/address.ts';
import type { Action } from '../../record/record.ts';
import { type Exchange, exchanges, oneView } from './exchange.ts';
import { type Flip, flipIn } from './flip.ts';
import { type Presence, type PresenceFacts, presenceOf } from './presence.ts';
import type { Seen, When } from './traffic.ts';
import { bytesAMinute, type Counted, type VolumeChange, volumeChange } from './volume.ts';

type What =
  | { readonly kind: 'flipped'; readonly flip: Flip }
  | { readonly kind: 'appeared' | 'vanished'; readonly action: Action | 'mixed' }
  | { readonly kind: 'volume'; readonly volume: VolumeChange }
  /** In one window alone, and the records cannot tell whether that is a change. */
  | { readonly kind: 'untold'; readonly presence: Presence };

export interface Change {
  readonly exchange: Exchange;
  /** One interface's view. */
  readonly seen: readonly Seen[];
  readonly what: What;
  readonly bytesAMinute: Readonly<Record<When, number>>;
}

export interface ChangeFacts extends PresenceFacts {
  readonly counted: Counted;
}

function actionOf(seen: readonly Seen[]): Action | 'mixed' {
  const [only, other] = new Set(seen.map(({ action }) => action));
  return only === undefined || other !== undefined ? 'mixed' : only;
}

function whatOf(exchange: Exchange, seen: readonly Seen[], facts: ChangeFacts): What | undefined {
  const presence = presenceOf(exchange, facts);
  if (presence?.change === 'surely') {
    return { kind: presence.seen === 'after' ? 'appeared' : 'vanished', action: actionOf(seen) };
  }
  if (presence) return { kind: 'untold', presence };
  const isCut = facts.cutOff.before || facts.cutOff.after;
  // Of a list that is cut off, what is missing may be the other action's records, or part of the amount.
  if (isCut) return undefined;
  const flip = flipIn(exchange);
  if (flip) return { kind: 'flipped', flip };
  const volume = volumeChange(seen, facts.counted);
  return volume && { kind: 'volume', volume };
}

/** Flips to REJECT come first: somebody is cut off. Probes from outside come late, and what the records cannot tell last. */
function rank({ what, exchange }: Change): number {
  switch (what.kind) {
    case 'flipped':
      return (what.flip.extent === 'part' ? 2 : 0) + (what.flip.to === 'REJECT' ? 0 : 1);
    case 'untold':
      return 6;
    case 'volume':
      return 4;
    default:
      return what.action === 'REJECT' && !isPrivateAddress(exchange.initiator) ? 5 : 4;
  }
}

/** How much is different: the rate of packets that came, went, or changed hands. */
function weight({ seen, what }: Change, { counted: { seconds } }: ChangeFacts): number {
  const rate = (when: When) =>
    seen.reduce((total, one) => total + (one.when === when ? one.packets : 0), 0) /
    Math.max(1, seconds[when]);
  if (what.kind === 'flipped') return what.flip.after.rejected + what.flip.before.rejected;
  return Math.abs(rate('after') - rate('before'));
}

export function changesIn(all: readonly Seen[], facts: ChangeFacts): readonly Change[] {
  const found = exchanges(all).flatMap((exchange): readonly Change[] => {
    const seen = oneView(exchange);
    const what = whatOf(exchange, seen, facts);
    return what ? [{ exchange, seen, what, bytesAMinute: bytesAMinute(seen, facts.counted) }] : [];
  });
  return found
    .map((change) => ({ change, rank: rank(change), weight: weight(change, facts) }))
    .sort((a, b) => a.rank - b.rank || b.weight - a.weight)
    .map(({ change }) => change);
}
