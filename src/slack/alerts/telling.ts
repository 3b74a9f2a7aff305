/**
 * Tells what was decided to be told. The root of a message is posted by work whose id is the message's own, whoever asks for it, so that it is there
 * once; edits show what the store has when their turn comes; each reply is work of its own and said once.
 */
import type { AlertMessage, AlertReply } from '../../alerts/alert.ts';
import type { Telling } from '../../alerts/outlet.ts';
import { replyMessage } from '../../present/alerts/alert-reply.ts';
import { failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import { Unsettled } from '../delivery/unsettled.ts';
import type { Steps, Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { TELLING } from './outlet.ts';
import { RULE_OVER, type RuleOver, ruleOverWorker } from './rule-over.ts';
import { editMessage, postMessage } from './shown.ts';
import { isUntold } from './trouble.ts';
import { viewOf } from './view.ts';

const POST = 'alert-message';
const REPLY = 'alert-reply';

interface Posting {
  /** The id of the message. */
  readonly message: string;
}

/** Nobody waits for it, and it is not to be lost while Slack or the store is away: it is tried again after so many milliseconds. */
const PATIENCE = [1000, 5000, 30_000, 120_000, 300_000, 600_000];

/** Newest revisions that are known to be shown are remembered of so many messages. */
const REMEMBERED = 1000;

/** Resolves when the root is there, cannot be, or another process has it in hand. What came to nothing before is tried once more. */
export async function postOnce(work: Desk['work'], message: string): Promise<void> {
  const id = `${POST}-${message}`;
  const posting: Posting = { message };
  const first = await work.take(POST, id, posting);
  await (first.isNew ? first.done : work.again(id));
}

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
    if (message.ts === null) {
      await postOnce(work, id);
      return remember(id, message.revision);
    }
    if ((shown.get(id) ?? -1) >= message.revision) return;
    await editMessage(desk, message, message.revision - 1, steps);
    remember(id, message.revision);
  }

  const tell: Worker<Telling> = async (_, { messages: ids, replies, rulesOver = [] }, steps) => {
    // A channel that is slow holds up no other.
    await Promise.all(ids.map((id) => bringUp(id, steps)));
    for (const rule of rulesOver)
      await work.take(RULE_OVER, `${RULE_OVER}-${rule}`, { rule } satisfies RuleOver);
    for (const reply of replies) await work.take(REPLY, `${REPLY}-${reply.id}`, reply);
  };

  /**
   * Null where it is not there, and will not be before it changes: then it shows what would be said.
   *
   * @throws Unsettled where another process may be posting it
   */
  async function rootOf(id: string): Promise<(AlertMessage & { readonly ts: string }) | null> {
    const message = await messages.get(id);
    if (!message || message.revision === 0 || (await isUntold(desk, id))) return null;
    const { ts } = message;
    if (ts !== null) return { ...message, ts };
    throw new Unsettled(`The message ${id} of alerts is not there yet, so nothing can be said in its thread`);
  }

  const reply: Worker<AlertReply> = async (_, { message: of, alert: about, what, more = 0 }, steps) => {
    const root = await rootOf(of);
    const [alert] = await alerts.byIds([about]);
    const view = alert && viewOf(alert, now());
    if (!root || !view) return;
    const place = { channel: root.channel, thread: root.ts };
    // The end of the last is the end of all, whenever the others ended.
    const others = what === 'resolved' ? root.alerts.length - 1 : more;
    await steps.anew('reply');
    const posted = await steps.post('reply', place, simpleForms(replyMessage(what, view, others)));
    if (!posted.ok && posted.failure.kind !== 'refused')
      throw new Unsettled(
        `It is not known whether a change of ${of} was told: ${failureText(posted.failure)}`,
      );
    if (!posted.ok)
      log.warn({ message: of, failure: failureText(posted.failure) }, 'a change of an alert was not told');
  };

  work.hire(TELLING, tell, undefined, PATIENCE);
  work.hire<Posting>(POST, (_, { message }, steps) => postMessage(desk, message, steps), undefined, PATIENCE);
  work.hire(REPLY, reply, undefined, PATIENCE);
  work.hire(RULE_OVER, ruleOverWorker(desk), undefined, PATIENCE);
}
