/**
 * Tells what was decided to be told. The root of a message is posted by work whose id is the message's own, whoever asks for it, so that it is there
 * once; edits show what the store has when their turn comes; each reply is work of its own and said once.
 */
import { setTimeout } from 'node:timers/promises';
import type { AlertReply } from '../../alerts/alert.ts';
import type { Telling } from '../../alerts/outlet.ts';
import { replyMessage } from '../../present/alerts/alert-reply.ts';
import { failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Steps, Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { TELLING } from './outlet.ts';
import { editMessage, postMessage } from './shown.ts';
import { isUntold } from './trouble.ts';
import { viewOf } from './view.ts';

const POST = 'alert-message';
const REPLY = 'alert-reply';

interface Posting {
  /** The id of the message. */
  readonly message: string;
}

/** Another process may be posting the root: so often it is looked for, so many milliseconds apart. */
const LOOKS = 60;
const LOOK_EVERY = 1000;

/** Newest revisions that are known to be shown are remembered of so many messages. */
const REMEMBERED = 1000;

export function hireTelling(desk: Desk): void {
  const { work, alerting, now, log } = desk;
  const { messages, alerts } = alerting.memory;
  const shown = new Map<string, number>();

  function remember(id: string, revision: number): void {
    shown.delete(id);
    shown.set(id, revision);
    const [oldest] = shown.keys();
    if (shown.size > REMEMBERED && oldest !== undefined) shown.delete(oldest);
  }

  /** Resolves when it is there, or cannot be. What Slack refused before is tried once more with each change. */
  async function bringUp(id: string, steps: Steps): Promise<void> {
    const message = await messages.get(id);
    if (!message || message.revision === 0) return;
    const posting: Posting = { message: id };
    const first = await work.take(POST, `${POST}-${id}`, posting);
    if (first.isNew) {
      await first.done;
      return remember(id, message.revision);
    }
    if (message.ts === null) {
      if (!(await isUntold(desk, id))) return;
      const again = await work.take(POST, `${POST}-${id}-again-${message.revision}`, posting);
      return again.done;
    }
    if ((shown.get(id) ?? -1) >= message.revision) return;
    await editMessage(desk, message, message.revision - 1, steps);
    remember(id, message.revision);
  }

  const tell: Worker<Telling> = async (_, { messages: ids, replies }, steps) => {
    // A channel that is slow holds up no other.
    await Promise.all(ids.map((id) => bringUp(id, steps)));
    for (const reply of replies) await work.take(REPLY, `${REPLY}-${reply.id}`, reply);
  };

  /** Null where it is not there, and will not be before it changes. */
  async function rootOf(id: string): Promise<{ readonly channel: string; readonly ts: string } | null> {
    for (let look = 0; look < LOOKS; look += 1) {
      const message = await messages.get(id);
      if (!message || message.revision === 0 || (await isUntold(desk, id))) return null;
      if (message.ts !== null) return { channel: message.channel, ts: message.ts };
      await setTimeout(LOOK_EVERY);
    }
    return null;
  }

  const reply: Worker<AlertReply> = async (_, { message: of, alert: about, what }, steps) => {
    const root = await rootOf(of);
    const [alert] = await alerts.byIds([about]);
    const view = alert && viewOf(alert, now());
    if (!root || !view) return;
    const place = { channel: root.channel, thread: root.ts };
    const posted = await steps.post('reply', place, simpleForms(replyMessage(what, view)));
    if (!posted.ok)
      log.warn({ message: of, failure: failureText(posted.failure) }, 'a change of an alert was not told');
  };

  work.hire(TELLING, tell);
  work.hire<Posting>(POST, (_, { message }, steps) => postMessage(desk, message, steps));
  work.hire(REPLY, reply);
}
