/** Who knows whom outside, as it is remembered: one of ours with a network, and the network with any of ours. */
import { announcedNetwork } from './announced-network.ts';
import type { Acquaintance, History, Observed } from './history.ts';

const DAY = 86_400;

interface Meeting {
  readonly source: string;
  readonly destination: string;
  /** Seconds since the epoch. */
  readonly last: number;
}

/** What a round is to remember of whom it saw. */
export function acquaintancesOf(meetings: readonly Meeting[]): Observed['acquaintances'] {
  const latest = new Map<string, Observed['acquaintances'][number]>();
  for (const { source, destination, last: at } of meetings) {
    const network = announcedNetwork(destination);
    for (const [kind, key] of [
      ['peer', `${source} ${network}`],
      ['destination', network],
    ] as const) {
      const known = latest.get(`${kind} ${key}`);
      if (!known || known.at < at) latest.set(`${kind} ${key}`, { kind, key, at });
    }
  }
  return [...latest.values()];
}

/** How one of ours knows the network around a destination; null where it does not, or nothing is remembered. */
export function peerOf(history: History | null, source: string, destination: string): Acquaintance | null {
  return history?.acquaintance('peer', `${source} ${announcedNetwork(destination)}`) ?? null;
}

/** Whether anybody of ours has known the network around a destination for so many days. */
export function isOldDestination(
  history: History | null,
  destination: string,
  days: number,
  now: number,
): boolean {
  const known = history?.acquaintance('destination', announcedNetwork(destination));
  return known !== null && known !== undefined && known.first <= now - days * DAY;
}

/** Whether enough is remembered to call anything new. */
export function remembersDays(history: History | null, days: number, now: number): boolean {
  return history !== null && history.since <= now - days * DAY;
}

/**
 * Whether it is still being learned what is usual: what only habit tells apart from harm is for the digest until then. Not where nothing is
 * remembered at all, as there somebody asked and waits for the answer.
 */
export function isLearning(history: History | null, days: number, now: number): boolean {
  return history !== null && !remembersDays(history, days, now);
}
