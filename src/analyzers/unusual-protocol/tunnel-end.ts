/** With whom an interface has tunnels: one that always had one may still be given a second, to somebody else. */

import { announcedNetwork } from '../detection/announced-network.ts';
import type { History, Observed } from '../detection/history.ts';
import { LEARNING_DAYS, type Use } from './use.ts';

/** IPv4 and IPv6 in IP, GRE, ESP, AH: they carry other packets to the one end that they were set up with. */
const TUNNELS = [4, 41, 47, 50, 51];
const DAY = 86_400;

/** That its ends are remembered; each of them; and that there was a new one among them. */
const [TUNNEL, END, CHANGE] = ['tunnel', 'tunnel-end', 'tunnel-change'];

interface Memory {
  readonly history: History | null;
  readonly windowStart: number;
  readonly isOurs: (address: string) => boolean;
}

function keyOf({ interfaceId, protocol }: Use): string {
  return `${interfaceId} ${protocol}`;
}

/** The networks outside at its ends. */
function endsOf(use: Use, isOurs: Memory['isOurs']): readonly string[] {
  const ends = TUNNELS.includes(use.protocol) ? [use.source, use.destination] : [];
  return ends.filter((end) => !isOurs(end)).map(announcedNetwork);
}

/** Known for longer than the last day. */
function isOld(kind: string, key: string, { history, windowStart }: Memory): boolean {
  const known = history?.acquaintance(kind, key);
  return known !== null && known !== undefined && known.first < windowStart - DAY;
}

function isNewEnd(use: Use, memory: Memory): boolean {
  const known = memory.history?.acquaintance(TUNNEL, keyOf(use));
  if (!known || known.first > memory.windowStart - LEARNING_DAYS * DAY) return false;
  return endsOf(use, memory.isOurs).some((end) => !isOld(END, `${keyOf(use)} ${end}`, memory));
}

/** Whether it is a tunnel with somebody new, at an interface whose tunnels have stayed the same: a VPN gateway has new clients every day. */
export function isNewTunnel(use: Use, memory: Memory): boolean {
  return isNewEnd(use, memory) && !isOld(CHANGE, keyOf(use), memory);
}

export function tunnelsOf(uses: readonly Use[], memory: Memory): Observed['acquaintances'] {
  return uses.flatMap((use) => {
    const [key, at] = [keyOf(use), use.last];
    const ends = endsOf(use, memory.isOurs);
    if (ends.length === 0) return [];
    return [
      { kind: TUNNEL, key, at },
      ...ends.map((end) => ({ kind: END, key: `${key} ${end}`, at })),
      ...(isNewEnd(use, memory) ? [{ kind: CHANGE, key, at }] : []),
    ];
  });
}
