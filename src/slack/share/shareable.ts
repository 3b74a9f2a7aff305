/** Whether somebody may share an answer into a place: where they could have asked it there themselves. */
import type { DiagnosisAnswer } from '../../diagnosis/answer.ts';
import type { Deed } from '../../store/audit.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import { questionFor } from '../access/seen.ts';
import { isDirect } from '../access/whereabouts.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Desk } from '../desk.ts';

export type Shareable =
  | { readonly kind: 'shareable'; readonly question: RememberedQuestion; readonly answer: DiagnosisAnswer }
  | ({ readonly kind: 'not-shareable' } & Problem);

/** Whose direct message it is, only what was asked in it tells: with others, the gate takes it for that of who shares. */
const NOT_THEIRS: Shareable = {
  kind: 'not-shareable',
  problem: 'An answer is not shared into a direct message.',
  todo: 'Share it in a channel.',
};

type ShareDesk = Pick<Desk, 'gate' | 'questions' | 'audit' | 'now'>;

/** @param channel where it would be seen. @param key what brought it, the same when it is delivered twice */
export async function shareable(
  desk: ShareDesk,
  id: string,
  { user, channel }: { readonly user: string; readonly channel: string },
  key: Deed['key'],
): Promise<Shareable> {
  const seen = await questionFor(desk, id, { user, channel }, { key, action: 'share' });
  if (seen.kind === 'refused') return { kind: 'not-shareable', problem: seen.because, todo: seen.todo };
  const { question } = seen;
  if (isDirect(channel) && (question.channel !== channel || question.askedBy !== user)) return NOT_THEIRS;
  const { answer } = question;
  if (answer?.kind !== 'diagnosis') {
    return {
      kind: 'not-shareable',
      problem: 'There is nothing to share: that question has no answer from flow logs.',
      todo: 'Ask it again, and share the answer.',
    };
  }
  return { kind: 'shareable', question, answer };
}
