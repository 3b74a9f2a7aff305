/** Channels in which alerts cannot be told, and messages that were not: kept, so that it is visible, and tried again when the message changes next. */
import { z } from 'zod';
import { createKept } from '../../store/kept.ts';
import type { Address } from '../address.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Desk } from '../desk.ts';

export interface Trouble extends Problem {
  readonly channel: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Null once something could be told there again. */
const Noted = z.object({ problem: z.string(), todo: z.string() });

type Parts = Pick<Desk, 'store' | 'now'>;

const ofChannel = (channel: Address['channel']) => `alert-trouble/${channel}`;
const ofMessage = (message: string) => `alert-untold/${message}`;

export async function noteTrouble(
  { store, now }: Parts,
  { id, channel }: { readonly id: string; readonly channel: string },
  { problem, todo }: Problem,
): Promise<void> {
  const kept = createKept(store.db);
  await kept.put(ofChannel(channel), { problem, todo }, now());
  await kept.put(ofMessage(id), true, now());
}

/** Something could be told there. */
export async function endTrouble(
  { store, now }: Parts,
  { id, channel }: { readonly id: string; readonly channel: string },
): Promise<void> {
  const kept = createKept(store.db);
  for (const name of [ofChannel(channel), ofMessage(id)])
    if ((await kept.get(name))?.value) await kept.put(name, null, now());
}

/** Whether Slack is known not to have taken a message, so that it may be posted again. */
export async function isUntold({ store }: Pick<Desk, 'store'>, message: string): Promise<boolean> {
  return (await createKept(store.db).get(ofMessage(message)))?.value === true;
}

/** What keeps alerts from being told there; null where nothing is known to. */
export async function troubleIn({ store }: Pick<Desk, 'store'>, channel: string): Promise<Trouble | null> {
  const known = await createKept(store.db).get(ofChannel(channel));
  const value = known?.value;
  const noted = Noted.safeParse(value).data;
  return known && noted ? { ...noted, channel, at: known.at } : null;
}
