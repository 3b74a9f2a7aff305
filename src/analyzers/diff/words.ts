/** What is different, in words: one change as a sentence, all of them as a count, and the question that explains one. */

import type { NetworkIndex } from '../../network/find/index-network.ts';
import type { Window } from '../../query/window.ts';
import { protocolName } from '../../record/protocols.ts';
import { partyName } from '../party.ts';
import type { Change } from './change.ts';
import type { Flip } from './flip.ts';
import type { When } from './traffic.ts';
import type { Compared } from './windows.ts';

/** `14:05 UTC`: the only zone that is the same for everyone who reads an answer. */
export function clockTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(11, 16)} UTC`;
}

function named(network: NetworkIndex | null, address: string): string {
  return partyName(network, address) ?? address;
}

/** `120 public addresses` for the end of a change at which there are many; null for the other and for one address. */
export function crowdText({ crowd }: Change, end: 'initiator' | 'responder'): string | null {
  return crowd?.end === end ? `${crowd.addresses.toLocaleString('en')} public addresses` : null;
}

/** `db-1 → 10.0.3.7:5432`, with the protocol where it is not TCP. */
function exchangeText(change: Change, network: NetworkIndex | null): string {
  const { initiator, responder, protocol, port } = change.exchange;
  const from = crowdText(change, 'initiator') ?? named(network, initiator);
  const many = crowdText(change, 'responder');
  const to = many ?? named(network, responder);
  const at = many === null && to.includes(':') ? `[${to}]` : to;
  const place = port === null ? to : many === null ? `${at}:${port}` : `${to}, port ${port}`;
  const kind = protocol === null || protocol === 6 ? '' : ` (${protocolName(protocol) ?? protocol})`;
  return `${from} → ${place}${kind}`;
}

/** `×3.2`, `÷4`; null where there is nothing to divide by. */
export function factorText(before: number, after: number): string | null {
  if (before <= 0 || after <= 0) return null;
  const [sign, factor] = after >= before ? ['×', after / before] : ['÷', before / after];
  return `${sign}${factor >= 10 ? Math.round(factor) : Number(factor.toFixed(1))}`;
}

const NOT_TOLD = {
  surely: '',
  'too-rare': 'rare',
  'not-watched': 'its interface was not recorded throughout',
  'cut-off': 'the other list was cut off',
} as const;

function flipText({ to, extent, side }: Flip): string {
  const whose = side.way === 'reply' ? ', replies' : '';
  if (extent === 'part') return `${to === 'REJECT' ? 'more' : 'less'} rejected${whose}`;
  const from = to === 'REJECT' ? 'ACCEPT' : 'REJECT';
  return `${from} → ${to}${extent === 'new' ? ', new connections' : ''}${whose}`;
}

/** The change in a few words, for a list. */
export function changeText({ what }: Change): string {
  switch (what.kind) {
    case 'flipped':
      return flipText(what.flip);
    case 'appeared':
    case 'vanished':
      return what.action === 'REJECT' ? `${what.kind} (REJECT)` : what.kind;
    case 'volume':
      return `${what.volume.factor > 1 ? 'more' : 'less'} ${what.volume.of}${what.volume.action === 'REJECT' ? ' rejected' : ''}`;
    case 'untold':
      return `only ${what.presence.seen} (${NOT_TOLD[what.presence.change]})`;
  }
}

function aMinute(change: Change): string {
  const bytes = (when: When) => `${Math.round(change.bytesAMinute[when]).toLocaleString('en')}`;
  return `${bytes('before')} → ${bytes('after')} bytes a minute`;
}

function flipSentence({ to, extent, at, before, after, side, isCounted }: Flip, who: string): string {
  const isReply = side.way === 'reply';
  const from = to === 'REJECT' ? 'ACCEPT' : 'REJECT';
  const whose = isReply ? `the replies of ${who}` : who;
  const count = ({ accepted, rejected }: Flip['before']) => `${rejected} of ${accepted + rejected}`;
  const counts = isCounted ? ` (${count(before)} connections rejected before, ${count(after)} after)` : '';
  switch (extent) {
    case 'whole':
      return `${whose} flipped from ${from} to ${to} at ${clockTime(at)}${counts}`;
    case 'new':
      return `${whose} flipped from ${from} to ${to} at ${clockTime(at)} for new connections, while those that were open go on${counts}`;
    case 'part':
      return `${to === 'REJECT' ? 'more' : isReply ? 'fewer' : 'less'} of ${whose} ${isReply ? 'are' : 'is'} rejected than before${counts}`;
  }
}

/** Names of hosts stay as they are. */
function capitalized(sentence: string): string {
  return sentence.replace(
    /^(the|more|less|fewer) /,
    (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  );
}

/** The change as a sentence. */
export function changeSentence(change: Change, network: NetworkIndex | null): string {
  return capitalized(saidOf(change, network));
}

function saidOf(change: Change, network: NetworkIndex | null): string {
  const { what } = change;
  const who = exchangeText(change, network);
  switch (what.kind) {
    case 'flipped':
      return flipSentence(what.flip, who);
    case 'appeared':
    case 'vanished': {
      const rejected = what.action === 'REJECT' ? ', and was rejected' : '';
      return `${who} ${what.kind}${rejected}`;
    }
    case 'volume': {
      const { of, action, factor } = what.volume;
      const times = factorText(1, factor) ?? '';
      return `${who} moves ${times} the ${of}${action === 'REJECT' ? ' that are rejected' : ''} (${aMinute(change)})`;
    }
    case 'untold':
      return `${who} was seen only ${what.presence.seen} (${NOT_TOLD[what.presence.change]})`;
  }
}

const COUNTED = ['flipped', 'appeared', 'vanished', 'volume'] as const;

function conversationsOf(changes: readonly Change[]): number {
  return changes.reduce((total, { crowd }) => total + (crowd?.addresses ?? 1), 0);
}

/** `3 others appeared, 1 vanished and 2 changed in volume`; empty where there are none. */
function othersText(others: readonly Change[]): string {
  const parts = COUNTED.flatMap((kind) => {
    const count = conversationsOf(others.filter(({ what }) => what.kind === kind));
    return count === 0 ? [] : [{ count, did: kind === 'volume' ? 'changed in volume' : kind }];
  }).map(({ count, did }, index) => {
    const other = index > 0 ? '' : count === 1 ? ' other' : ' others';
    return `${count.toLocaleString('en')}${other} ${did}`;
  });
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

function untoldText(untold: readonly Change[]): string {
  const count = conversationsOf(untold);
  if (count === 0) return '';
  const isRare = untold.every(({ what }) => what.kind === 'untold' && what.presence.change === 'too-rare');
  const why = isRare ? 'too rarely to tell' : 'which need not be a change';
  return `${count.toLocaleString('en')} more ${count === 1 ? 'was' : 'were'} seen in one window alone, ${why}`;
}

/** `db-1 → 10.0.3.7:5432 flipped from ACCEPT to REJECT at 14:05 UTC; 3 others appeared, 1 vanished and 2 changed in volume`. */
export function summaryText(
  told: readonly Change[],
  untold: readonly Change[],
  { before, after }: Compared,
  network: NetworkIndex | null,
): string {
  const [first, ...others] = told;
  const span = (window: Window) => `${clockTime(window.start).slice(0, 5)}–${clockTime(window.end)}`;
  const sentence = first
    ? changeSentence(first, network).replace(/ \([^()]*\)$/, '')
    : `Nothing changed beyond its own noise between ${span(before)} and ${span(after)}`;
  return [sentence, othersText(others), untoldText(untold)].filter((part) => part !== '').join('; ');
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.000Z$/, 'Z');
}

/** The question that explains a change: what rejects it, or what became of it on its way. */
export function nextOf({ exchange, what, crowd }: Change, { before, after }: Compared): string {
  const { initiator, responder, port, protocol } = exchange;
  const isRejected =
    (what.kind === 'flipped' && what.flip.to === 'REJECT') || ('action' in what && what.action === 'REJECT');
  const asked =
    what.kind === 'vanished' || (what.kind === 'flipped' && what.flip.to === 'ACCEPT') ? before : after;
  // A vanished conversation is traced over both: how it ended shows at the end of the earlier window.
  const window = what.kind === 'vanished' ? { start: before.start, end: after.end } : asked;
  const kind = protocol === 17 ? ' proto udp' : '';
  const service = port === null ? '' : ` port ${port}`;
  const span = `${service}${kind} ${isoTime(window.start)} to ${isoTime(window.end)}`;
  // Of many, nobody in particular is to be traced: the end that they have in common is what to look at.
  if (crowd) {
    const common = crowd.end === 'initiator' ? responder : initiator;
    return `flows ${isRejected ? 'reject' : 'talk'} ${common}${span}`;
  }
  const verb = isRejected || (what.kind === 'flipped' && what.flip.to === 'ACCEPT') ? 'reject' : 'trace';
  return `flows ${verb} ${initiator} ${responder}${span}`;
}
