/** Whether a host is known to send mail, and to how many servers. */
import type { Window } from '../../query/window.ts';
import type { History, Observed } from '../detection/history.ts';
import type { Sender } from './senders.ts';

const DAY = 86_400;
const REMEMBERED_DAYS = 30;
/** Before so many days are remembered, a mail host may just not have been seen yet. */
const LEARNING_DAYS = 14;
/** A host that sends mail has to reach so many times as many servers to be a surprise. */
const SURPRISE = 10;

export interface Familiarity {
  /** Null: too little is remembered to tell. */
  readonly isKnown: boolean | null;
  /** Servers an hour that are usual for it, at most; null where nothing is remembered. */
  readonly usual: number | null;
  /** In words, of what is remembered. */
  readonly basis: string;
}

function keyOf({ client, port }: Sender): string {
  return `${client} tcp/${port}`;
}

/** The host stands between bars, so that nothing is learned of it as long as an alert about it is open. */
function seriesOf({ client, port }: Sender): string {
  return `smtp-out|${client}|tcp/${port}`;
}

export function familiarity(sender: Sender, history: History | null, window: Window): Familiarity {
  if (!history) return { isKnown: null, usual: null, basis: 'nothing is remembered of earlier days' };
  const known = history.acquaintance('mail', keyOf(sender));
  const isKnown =
    known !== null && known.last >= window.start - REMEMBERED_DAYS * DAY && known.first < window.start - DAY;
  const samples = history.samples(seriesOf(sender)).map(({ value }) => value);
  if (isKnown) {
    const usual = samples.length > 0 ? Math.max(...samples) : null;
    return { isKnown, usual, basis: `the most in an hour of the last ${REMEMBERED_DAYS} days` };
  }
  const learned = Math.floor((window.start - history.since) / DAY);
  return learned < LEARNING_DAYS
    ? { isKnown: null, usual: null, basis: `learning for ${learned} of ${LEARNING_DAYS} days` }
    : { isKnown, usual: 0, basis: `it sent none in the ${Math.min(learned, REMEMBERED_DAYS)} days before` };
}

/** What is a surprise for a host that is known to send mail. @param peers what is many for anybody */
export function surpriseOf({ usual }: Familiarity, peers: number): number {
  return Math.max(peers, SURPRISE * (usual ?? 0));
}

export function remembers(senders: readonly Sender[], window: Window): Observed {
  const sending = senders.filter(({ outcome }) => outcome === 'sends');
  return {
    samples: sending.map((sender) => ({
      series: seriesOf(sender),
      at: Math.floor(window.end / 3600) * 3600,
      value: sender.peersPerHour,
    })),
    acquaintances: sending.map((sender) => ({ kind: 'mail', key: keyOf(sender), at: sender.last })),
  };
}
