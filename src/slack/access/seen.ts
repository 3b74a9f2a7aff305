/**
 * The one way from a question's id, such as a button carries, to what was answered: as far as the person may see it in the place where they
 * would. Buttons stay under messages for years, are pressed by whoever reads them, and what people may ask changes meanwhile.
 */
import { type Access, type Allowed, maySee, type Refused, type Visitor } from '../../access/access.ts';
import { noticeMessage, type SlackMessage } from '../../present/block-kit.ts';
import { escaped } from '../../present/mrkdwn.ts';
import type { Deed } from '../../store/audit.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import type { Desk } from '../desk.ts';

export type Seen =
  /** `access` is the viewer's, for what is asked on from here. */
  { readonly kind: 'seen'; readonly question: RememberedQuestion; readonly access: Allowed } | Refused;

const FORGOTTEN: Refused = {
  kind: 'refused',
  because: 'I do not remember that question.',
  todo: 'Ask it again.',
};

const NOT_FOR_THEM: Refused = {
  kind: 'refused',
  because: 'That answer comes from sources that you may not ask in this conversation.',
  todo: 'Whoever runs flows decides who may ask what: ask them, or look where it was asked.',
};

async function lookUp(
  { gate, questions }: Pick<Desk, 'gate' | 'questions'>,
  id: string,
  viewer: Visitor,
): Promise<{ readonly seen: Seen; readonly question: RememberedQuestion | null }> {
  const access = await gate.admit(viewer);
  const question = await questions.get(id);
  if (access.kind === 'refused') return { seen: access, question };
  if (question === null) return { seen: FORGOTTEN, question };
  const isTheirs = maySee(access, question.sources);
  return { seen: isTheirs ? { kind: 'seen', question, access } : NOT_FOR_THEM, question };
}

/**
 * A stored question with its answer, or why this person may not see it here. A refusal is in the audit log by the time that it resolves; what
 * is seen, the caller enters there with what it did.
 *
 * @param viewer who pressed, and the channel where what comes of it is shown
 * @param attempt what it is for, and what brought it: a trigger's or event's id, the same when it is delivered twice
 */
export async function questionFor(
  desk: Pick<Desk, 'gate' | 'questions' | 'audit' | 'now'>,
  id: string,
  viewer: Visitor,
  attempt: Pick<Deed, 'key' | 'action'>,
): Promise<Seen> {
  const { seen, question } = await lookUp(desk, id, viewer);
  if (seen.kind === 'refused') {
    await desk.audit.enter({
      ...attempt,
      at: desk.now(),
      by: viewer.user,
      channel: viewer.channel,
      outcome: 'refused',
      what: question?.text ?? id,
      sources: question?.sources ?? [],
      bytes: null,
      verdict: null,
      note: seen.because,
    });
  }
  return seen;
}

/** Of several, those that may be shown to somebody in a place: their own questions on Home, the findings of an incident. */
export function theirs(
  access: Access,
  questions: readonly RememberedQuestion[],
): readonly RememberedQuestion[] {
  return access.kind === 'refused' ? [] : questions.filter(({ sources }) => maySee(access, sources));
}

/** What a person is told who was refused: it shows nothing of what they wanted to see. */
export function refusalMessage({ because, todo }: Refused): SlackMessage {
  return noticeMessage(`:lock: ${escaped(because)} ${escaped(todo)}`);
}
