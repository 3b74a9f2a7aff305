/** Does a share: the card where it was shared into, and a word in the thread that it came from. */
import type { SlackMessage } from '../../present/block-kit.ts';
import { shareCard } from '../../present/share-card.ts';
import type { Deed } from '../../store/audit.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import type { Address } from '../address.ts';
import { permalink } from '../buttons/permalink.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Steps, Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { whisperIn } from '../whispers.ts';
import { intoIncident, noteShared } from './into-incident.ts';
import { placeProblem } from './places.ts';
import { type Shareable, shareable } from './shareable.ts';
import type { Sharing } from './sharing.ts';
import { findingNotice, notSharedNotice, refusedNotice, sharedNotice } from './words.ts';

type Found = Shareable & { readonly kind: 'shareable' };

/** The thread in which a question is answered. */
function threadOf({ channel, thread, rootTs }: RememberedQuestion): Address {
  return { channel, thread: thread ?? rootTs };
}

/** @param into where it went: a channel, an incident */
function shareDeed(
  key: string,
  { at, by }: Sharing,
  { question, answer }: Found,
  outcome: Deed['outcome'],
  into: string,
): Deed {
  return {
    ...{ key, at, by, outcome },
    channel: question.channel,
    action: 'share',
    what: question.text,
    sources: question.sources,
    bytes: null,
    verdict: answer.diagnosis.verdict,
    note: `into ${into}`,
  };
}

/** What sharing takes of the desk. */
type ShareDesk = Pick<
  Desk,
  | 'client'
  | 'outbox'
  | 'messenger'
  | 'gate'
  | 'questions'
  | 'audit'
  | 'incidents'
  | 'names'
  | 'timeZones'
  | 'places'
  | 'now'
  | 'log'
>;

export function shareWorker(desk: ShareDesk): Worker<Sharing> {
  const { audit, timeZones } = desk;

  /** Nothing of the answer is in it. */
  async function refuse({ question: id, by }: Sharing, problem: Problem): Promise<void> {
    const question = await desk.questions.get(id);
    if (question) await whisperIn(desk, threadOf(question), by)(refusedNotice(problem));
  }

  async function cardOf({ by, comment, at }: Sharing, { question, answer }: Found): Promise<SlackMessage> {
    const { channel, rootTs, askedAt } = question;
    const [link, timeZone] = await Promise.all([
      rootTs === null ? null : permalink(desk, { channel, ts: rootTs }),
      timeZones.of(by),
    ]);
    const seconds = { askedAt: Math.floor(askedAt / 1000), sharedAt: Math.floor(at / 1000) };
    return shareCard({ answer, sharedBy: by, comment, link, ...seconds }, { timeZone });
  }

  async function toChannel(id: string, sharing: Sharing, channel: string, steps: Steps): Promise<void> {
    const { question: questionId, by } = sharing;
    const problem = await placeProblem(desk, channel);
    if (problem) return refuse(sharing, problem);
    const found = await shareable(desk, questionId, { user: by, channel }, id);
    if (found.kind === 'not-shareable') return refuse(sharing, found);

    const { question } = found;
    const card = simpleForms(await cardOf(sharing, found));
    const posted = await steps.post('card', { channel, thread: null }, card);
    await audit.enter(shareDeed(id, sharing, found, posted.ok ? 'done' : 'failed', channel));
    if (posted.ok) await noteShared(desk, id, sharing, question, channel);
    const notice = posted.ok ? sharedNotice(channel, by) : notSharedNotice(channel, by, posted.failure);
    await steps.post('notice', threadOf(question), simpleForms(notice));
  }

  async function toIncident(id: string, sharing: Sharing, number: number, steps: Steps): Promise<void> {
    const incident = await desk.incidents.get(number);
    if (!incident) return;
    const { channel, thread } = incident;
    const key = `${id}/incident`;
    const found = await shareable(desk, sharing.question, { user: sharing.by, channel }, key);
    if (found.kind === 'not-shareable') return refuse(sharing, found);
    const problem = await intoIncident(desk, id, sharing, number);
    if (problem) return refuse(sharing, problem);

    const { question } = found;
    await audit.enter(shareDeed(key, sharing, found, 'done', `INC-${number}`));
    // Where it was asked, and where its card is anyway, they have it before them.
    if (channel !== question.channel && channel !== sharing.channel)
      await steps.post('finding', { channel, thread }, simpleForms(await cardOf(sharing, found)));
    await steps.post('added', threadOf(question), simpleForms(findingNotice(number, sharing.by)));
  }

  return async (id, sharing, steps) => {
    const { channel, incident } = sharing;
    if (channel !== null) await toChannel(id, sharing, channel, steps);
    if (incident !== null) await toIncident(id, sharing, incident, steps);
  };
}
