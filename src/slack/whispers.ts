/** How the person who asked is told something alone: nearer, as long as the process lives that heard them; afterwards through the channel. */
import type { Address } from './address.ts';
import { failureText } from './delivery/failure.ts';
import type { TakenWork, Work } from './delivery/work.ts';
import type { Desk } from './desk.ts';
import type { Whisper } from './questions/question.ts';

/** A response URL reaches who is in a conversation without the bot too. By the id of the work. */
const nearer = new WeakMap<Work, Map<string, Whisper>>();

/** Begins work whose person is told through `whisper` until it is done. */
export async function whileHeard(
  { work }: Pick<Desk, 'work'>,
  id: string,
  whisper: Whisper,
  begin: () => Promise<TakenWork>,
): Promise<TakenWork> {
  const whispers = nearer.get(work) ?? new Map<string, Whisper>();
  nearer.set(work, whispers);
  const isFirst = !whispers.has(id);
  // The same, delivered twice, is told where it was heard first.
  if (isFirst) whispers.set(id, whisper);
  try {
    const { isNew, done } = await begin();
    return { isNew, done: done.finally(() => isNew && whispers.delete(id)) };
  } catch (error) {
    if (isFirst) whispers.delete(id);
    throw error;
  }
}

/** Through the channel, to who is in it together with the bot. */
export function whisperIn(
  { messenger, log }: Pick<Desk, 'messenger' | 'log'>,
  place: Address,
  user: string,
): Whisper {
  return async (message) => {
    const told = await messenger.whisper(place, user, message);
    if (!told.ok) log.error({ failure: failureText(told.failure) }, 'a person could not be told');
  };
}

/** To the person of a piece of work. */
export function whisperOf(
  desk: Pick<Desk, 'work' | 'messenger' | 'log'>,
  id: string,
  place: Address,
  user: string,
): Whisper {
  return (message) => (nearer.get(desk.work)?.get(id) ?? whisperIn(desk, place, user))(message);
}
