/** The question that somebody who writes to the bot refers to: the last of the thread, or of their direct messages a moment ago. */
import { type Gate, maySee } from '../../access/access.ts';
import type { Request } from '../../query/request.ts';
import type { Questions, RememberedQuestion } from '../../store/questions.ts';
import { requestOf } from '../questions/remembered.ts';

/** In a direct message without a thread, what was asked longer ago is another matter; milliseconds. */
const DIRECT_MEMORY = 30 * 60_000;
/** So many of a person's last questions are looked through for one of the same conversation. */
const LOOKED_THROUGH = 20;

export interface MemoryParts {
  readonly questions: Questions;
  readonly gate: Gate;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Where somebody wrote. */
interface Written {
  /** A Slack user id. */
  readonly user: string;
  readonly channel: string;
  /** The thread that they wrote in; undefined for the conversation itself. */
  readonly thread: string | undefined;
  readonly isDirect: boolean;
}

async function latest(
  { questions, now }: MemoryParts,
  { user, channel, thread, isDirect }: Written,
): Promise<RememberedQuestion | null> {
  if (thread !== undefined) return questions.latestIn(channel, thread);
  if (!isDirect) return null;
  const recent = await questions.of(user, LOOKED_THROUGH);
  const since = now() - DIRECT_MEMORY;
  return (
    recent.find((one) => one.channel === channel && one.request !== null && one.askedAt >= since) ?? null
  );
}

/** What was asked, as a request; null where there is nothing, and for who may not see there what it was asked of. */
export async function previousRequest(parts: MemoryParts, written: Written): Promise<Request | null> {
  const question = await latest(parts, written);
  if (question === null) return null;
  const access = await parts.gate.admit({ user: written.user, channel: written.channel });
  if (access.kind === 'refused' || !maySee(access, question.sources)) return null;
  // What an earlier version wrote down may be none any more: then nothing is remembered.
  return requestOf(question);
}
