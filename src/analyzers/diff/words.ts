/** What is different, in words: one change as a sentence, all of them as a count, and the question that explains one. */

import type { NetworkIndex } from '../../network/find/index-network.ts';
import type { Window } from '../../query/window.ts';
import { protocolName } from '../../record/protocols.ts';
import { partyName } from '../party.ts';
import type { Change } from './change.ts';
import type { Exchange } from './exchange.ts';
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

/** `db-1 → 10.0.3.7:5432`, with the protocol where it is not TCP. */
function exchangeText(
  { initiator, responder, protocol, port }: Exchange,
  network: NetworkIndex | null,
): string {
  const to = named(network, responder);
  const place = port === null ? to : to.includes(':') ? `[${to}]:${port}` : `${to}:${port}`;
  const kind = protocol === null || protocol === 6 ? '' : ` (${protocolName(protocol) ?? protocol})`;
  return `${named(network, initiator)} → ${place}${kind}`;
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
  const from = to === 'REJECT' ? 'ACCEPT' : 'REJECT';
  const whose = side.way === 'reply' ? `the replies of ${who}` : who;
  const count = ({ accepted, rejected }: Flip['before']) => `${rejected} of ${accepted + rejected}`;
  const counts = isCounted ? ` (${count(before)} connections rejected before, ${count(after)} after)` : '';
  switch (extent) {
    case 'whole':
      return `${whose} flipped from ${from} to ${to} at ${clockTime(at)}${counts}`;
    case 'new':
      return `${whose} flipped from ${from} to ${to} at ${clockTime(at)} for new connections, while those that were open go on${counts}`;
    case 'part':
      return `${to === 'REJECT' ? 'more' : 'less'} of ${whose} is rejected than before${counts}`;
  }
}

/** The change as a sentence. */
export function changeSentence(change: Change, network: NetworkIndex | null): string {
  const { what } = change;
  const who = exchangeText(change.exchange, network);
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

function counted(kind: (typeof COUNTED)[number], count: number): string {
  return kind === 'volume' ? `${count} changed volume` : `${count} ${kind}`;
}

/** `db-1 → 10.0.3.7:5432 flipped from ACCEPT to REJECT at 14:05 UTC; 3 appeared, 1 vanished, 2 changed volume`. */
export function summaryText(
  changes: readonly Change[],
  untold: number,
  { before, after }: Compared,
  network: NetworkIndex | null,
): string {
  const [first, ...others] = changes;
  const rest =
    untold === 0 ? '' : `${untold.toLocaleString('en')} seen in one window alone, too rarely to tell`;
  const span = (window: Window) => `${clockTime(window.start).slice(0, 5)} to ${clockTime(window.end)}`;
  if (!first) {
    const none = `Nothing changed beyond its own noise between ${span(before)} and ${span(after)}`;
    return rest === '' ? none : `${none}; ${rest}`;
  }
  const sentence = changeSentence(first, network).replace(/ \([^()]*\)$/, '');
  const counts = COUNTED.flatMap((kind) => {
    const count = others.filter(({ what }) => what.kind === kind).length;
    return count === 0 ? [] : [counted(kind, count)];
  });
  const tail = [...counts, ...(rest === '' ? [] : [rest])].join(', ');
  return tail === '' ? sentence : `${sentence}; ${counts.length > 0 ? 'also ' : ''}${tail}`;
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.000Z$/, 'Z');
}

/** The question that explains a change: what rejects it, or what became of it on its way. */
export function nextOf({ exchange, what }: Change, { before, after }: Compared): string {
  const { initiator, responder, port, protocol } = exchange;
  const isRejected =
    (what.kind === 'flipped' && what.flip.to === 'REJECT') || ('action' in what && what.action === 'REJECT');
  const asked =
    what.kind === 'vanished' || (what.kind === 'flipped' && what.flip.to === 'ACCEPT') ? before : after;
  // A vanished conversation is traced over both: how it ended shows at the end of the earlier window.
  const window = what.kind === 'vanished' ? { start: before.start, end: after.end } : asked;
  const kind = protocol === 17 ? ' proto udp' : '';
  const service = port === null ? '' : ` port ${port}`;
  const verb = isRejected || (what.kind === 'flipped' && what.flip.to === 'ACCEPT') ? 'reject' : 'trace';
  return `flows ${verb} ${initiator} ${responder}${service}${kind} ${isoTime(window.start)} to ${isoTime(window.end)}`;
}
