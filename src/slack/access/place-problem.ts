/** Whether the bot may say something in a channel, looked at just before it does. What speaks against it is told in the words of whoever wants to. */
import type { Failure } from '../delivery/failure.ts';
import type { Delivery } from '../delivery/outbox.ts';
import { isNotInvited, type Problem, problemOf } from '../delivery/problems.ts';
import type { Places } from './places.ts';

export interface PlaceProblems {
  /** People of another organisation read it, or are invited to. */
  readonly external: Problem;
  readonly archived: Problem;
  readonly notInvited: Problem;
}

/** Who looks: what Slack says of channels, and the ids of those that another organisation may read all the same. */
interface Looking {
  readonly places: Pick<Places, 'anew'>;
  readonly externalChannels: readonly string[];
}

/** What Slack's refusal means, of the channel's facts or of a message in it. */
export function refusalOf(failure: Failure, channel: string, { notInvited }: PlaceProblems): Problem {
  return isNotInvited(failure, channel) ? notInvited : problemOf(failure);
}

/** What speaks against it, or null; a failure where Slack gives no answer. Never rejects. */
export async function lookAt(
  { places, externalChannels }: Looking,
  channel: string,
  problems: PlaceProblems,
): Promise<Delivery<Problem | null>> {
  const told = await places.anew(channel);
  if (!told.ok) {
    const { failure } = told;
    return failure.kind === 'refused' ? { ok: true, value: refusalOf(failure, channel, problems) } : told;
  }
  const { isExternal, isArchived } = told.value;
  if (isExternal && !externalChannels.includes(channel)) return { ok: true, value: problems.external };
  return { ok: true, value: isArchived ? problems.archived : null };
}

/** The same for who does not look again: that Slack gives no answer speaks against it too. Never rejects. */
export async function problemAt(
  looking: Looking,
  channel: string,
  problems: PlaceProblems,
): Promise<Problem | null> {
  const looked = await lookAt(looking, channel, problems);
  return looked.ok ? looked.value : problemOf(looked.failure);
}
