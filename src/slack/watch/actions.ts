/** `watch …`: begins one on a question that is asked at once, lists one's own, and ends one. */

import type { WatchAction } from '../../commands/action.ts';
import { understand } from '../../commands/answer.ts';
import { deliveredText, plainText } from '../../commands/grammar/plain-text.ts';
import { ephemeralMessage, noticeMessage, problemMessage } from '../../present/block-kit.ts';
import { watchListMessage } from '../../present/watch-messages.ts';
import { createWatches } from '../../store/watches.ts';
import { questionFor, refusalMessage } from '../access/seen.ts';
import type { Address } from '../address.ts';
import type { Worker } from '../delivery/work.ts';
import type { ActionTools, Desk } from '../desk.ts';
import type { ActionPlace, Perform } from '../perform.ts';
import { whileHeard, whisperOf } from '../whispers.ts';
import { watchWorker } from './begin.ts';
import { endWatch } from './end.ts';
import { watchName } from './name.ts';

type Beginning = Extract<WatchAction, { readonly do: 'begin' }>;

/** JSON-safe, so that it outlives the process. */
export interface WatchAsked {
  readonly action: Beginning;
  readonly askedBy: string;
  readonly place: Address;
  /** As typed: untrusted. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The kind of the work. */
export const WATCH_ASKED = 'watch-asked';

export function watchAskedWorker(desk: Desk): Worker<WatchAsked> {
  const begin = watchWorker(desk, createWatches(desk.store.db));
  return async (id, { action, askedBy: by, place, text, at }, steps) => {
    const { question, everySeconds, lastsSeconds, when } = action;
    const asked = `${id}/question`;
    const { done } = await desk.ask({
      ...{ id: asked, text: deliveredText(question), askedBy: by, place },
      via: 'watch',
    });
    await done;
    const remembered = await desk.questions.get(asked);
    const thread = remembered?.thread ?? remembered?.rootTs;
    // Why it was not answered was told already.
    if (!thread || !remembered?.answer)
      return whisperOf(
        desk,
        id,
        place,
        by,
      )(
        problemMessage({
          problem: 'The question has no answer yet, so it is not watched.',
          todo: 'See what is said of it, and try again.',
          question: plainText(text),
        }),
      );
    const wanted = { question: asked, by, channel: place.channel, thread, at };
    await begin(id, { ...wanted, everySeconds, lastsSeconds, when }, steps);
  };
}

export function performWatch(tools: ActionTools): Perform<WatchAction> {
  const { work, gate, questions, timeZones, store, now } = tools;
  const watches = createWatches(store.db);

  async function begin(action: Beginning, where: ActionPlace): Promise<void> {
    const { id, askedBy, place, text, timeZone, whisper } = where;
    const understood = understand(action.question, { now: Math.floor(now() / 1000), timeZone });
    if (understood.kind === 'immediate') return whisper(ephemeralMessage(understood.answer, { timeZone }));
    if (understood.kind === 'action')
      return whisper(
        problemMessage({
          problem: 'That is no question about flow logs, so it cannot be watched.',
          todo: 'Watch a question: `/flows watch reject 10.0.1.5 when rejected`',
          question: plainText(text),
        }),
      );
    const input: WatchAsked = { action, askedBy, place, text, at: now() };
    await whileHeard(tools, id, whisper, () => work.take(WATCH_ASKED, id, input));
  }

  async function list({ askedBy: user, place, whisper }: ActionPlace): Promise<void> {
    const access = await gate.admit({ user, channel: place.channel });
    if (access.kind === 'refused') return whisper(refusalMessage(access));
    const own = (await watches.on()).filter(({ by }) => by === user);
    const texts = await Promise.all(own.map(({ question }) => questions.get(question)));
    const style = { timeZone: await timeZones.of(user) };
    const listed = own.map(({ id, until, everySeconds, seen, channel }, index) => ({
      ...{ name: watchName(id), everySeconds, channel, when: seen.when, isMet: seen.isMet },
      question: plainText(texts[index]?.text ?? ''),
      until: Math.floor(until / 1000),
    }));
    await whisper(watchListMessage(listed, style));
  }

  async function end(name: string, { id: key, askedBy: user, place, whisper }: ActionPlace): Promise<void> {
    const found = (await watches.on()).find(({ id }) => watchName(id) === name);
    if (!found) return whisper(noticeMessage(`No watch W-${name} is on. Yours: \`/flows watch list\``));
    const viewer = { user, channel: place.channel };
    const seen = await questionFor(tools, found.question, viewer, { key, action: 'question' });
    if (seen.kind === 'refused') return whisper(refusalMessage(seen));
    await endWatch(work, found.id, { kind: 'stopped', by: user });
    await whisper(noticeMessage(`:eyes: W-${name} ends: see its thread.`));
  }

  return (action, where) => {
    switch (action.do) {
      case 'begin':
        return begin(action, where);
      case 'list':
        return list(where);
      case 'end':
        return end(action.watch, where);
    }
  };
}
