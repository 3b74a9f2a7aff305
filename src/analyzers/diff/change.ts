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

/** Which end of an exchange is on the internet. */
type PublicEnd = 'initiator' | 'responder';

export interface Change {
  readonly exchange: Exchange;
  /** One interface's view. */
  readonly seen: readonly Seen[];
  readonly what: What;
  readonly bytesAMinute: Readonly<Record<When, number>>;
  /** It stands for that many public addresses at one end that did the same; the exchange is the first one's. */
  readonly crowd?: { readonly end: PublicEnd; readonly addresses: number };
}

export interface ChangeFacts extends PresenceFacts {
  readonly counted: Counted;
  /** Whether the network's configuration knows whose address it is. */
  readonly isKnown: (address: string) => boolean;
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

/** An address of the network's own is not, though it be public. The initiator where both are. */
export function publicEndOf(
  { initiator, responder }: Exchange,
  isKnown: (address: string) => boolean,
): PublicEnd | null {
  const isPublic = (address: string) => !isPrivateAddress(address) && !isKnown(address);
  if (isPublic(initiator)) return 'initiator';
  return isPublic(responder) ? 'responder' : null;
}

/** Flips to REJECT come first: somebody is cut off. What public clients do comes late, their probes after it, and what the records cannot tell last. */
function rank({ what, exchange }: Change, { isKnown }: ChangeFacts): number {
  const isFromOutside = publicEndOf(exchange, isKnown) === 'initiator';
  switch (what.kind) {
    case 'flipped':
      return (what.flip.extent === 'part' ? 2 : 0) + (what.flip.to === 'REJECT' ? 0 : 1);
    case 'untold':
      return 7;
    case 'volume':
      return isFromOutside ? 5 : 4;
    default:
      return isFromOutside ? (what.action === 'REJECT' ? 6 : 5) : 4;
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
    .map((change) => ({ change, rank: rank(change, facts), weight: weight(change, facts) }))
    .sort((a, b) => a.rank - b.rank || b.weight - a.weight)
    .map(({ change }) => change);
}
