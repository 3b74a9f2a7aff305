/** The message of alerts as it stands in the store, posted once and edited in place. */
import type { AlertMessage } from '../../alerts/alert.ts';
import { alertMessage } from '../../present/alerts/alert-message.ts';
import { digestMessage } from '../../present/alerts/digest-message.ts';
import { lookAt, type PlaceProblems, problemAt, refusalOf } from '../access/place-problem.ts';
import { type Failure, failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Forms } from '../delivery/messenger.ts';
import type { Delivery } from '../delivery/outbox.ts';
import type { Problem } from '../delivery/problems.ts';
import { Unsettled } from '../delivery/unsettled.ts';
import type { Steps } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { endTrouble, noteTrouble } from './trouble.ts';
import { viewsOf } from './view.ts';

/** Everybody of the channel reads it, each in another time zone. */
export const UTC = { timeZone: 'UTC' };

const PROBLEMS: PlaceProblems = {
  external: {
    problem: 'People of another organisation read that channel, so no alert is told there.',
    todo: 'Name a channel of your own in `alerts.channel`, or allow this one in `access.externalChannels`.',
  },
  archived: {
    problem: 'That channel is archived, so no alert can be told there.',
    todo: 'Name another channel in `alerts.channel`.',
  },
  notInvited: {
    problem: 'I cannot write in that channel, so no alert can be told there.',
    todo: 'Invite me there: /invite @flows',
  },
};

async function formsOf({ alerting, now }: Desk, message: AlertMessage): Promise<Forms> {
  const { id, kind, day } = message;
  const found = await alerting.memory.alerts.byIds(message.alerts);
  const places = new Map(message.alerts.map((alert, index) => [alert, index]));
  const sorted = [...found].sort((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0));
  const alerts = viewsOf(sorted, now(), id);
  return simpleForms(
    kind === 'digest' ? digestMessage({ day, alerts }, UTC) : alertMessage({ id, alerts }, UTC),
  );
}

/** Why nothing of alerts may be told there; null where it may. */
export function lookAtPlace(desk: Desk, channel: string): Promise<Delivery<Problem | null>> {
  return lookAt(desk, channel, PROBLEMS);
}

/** The same where somebody waits for it, and hears also that Slack gave no answer. */
export function placeProblem(desk: Desk, channel: string): Promise<Problem | null> {
  return problemAt(desk, channel, PROBLEMS);
}

async function trouble(desk: Desk, message: AlertMessage, problem: Problem, failure: string | null) {
  const { id, channel } = message;
  desk.log.error({ message: id, channel, failure, problem: problem.problem }, 'alerts could not be told');
  await noteTrouble(desk, message, problem);
}

/**
 * Edits what is there until it is as the store has it: whoever changes it meanwhile is shown too. Where Slack gives no answer it throws, so that the
 * work is done again: the end of an alert is not to be lost.
 */
async function follow(desk: Desk, shown: AlertMessage, steps: Steps, ts: string): Promise<void> {
  const { id, channel } = shown;
  let { revision } = shown;
  for (;;) {
    const now = await desk.alerting.memory.messages.get(id);
    if (!now || now.revision <= revision) return;
    const replaced = await steps.replace({ channel, ts }, await formsOf(desk, now));
    if (!replaced.ok) {
      const failure = failureText(replaced.failure);
      if (replaced.failure.kind !== 'refused')
        throw new Unsettled(`The message ${id} of alerts is out of date in ${channel}: ${failure}`);
      // Somebody deleted it, say. It is tried again with whatever changes next.
      desk.log.warn({ message: id, failure }, 'a message of alerts is out of date');
      return;
    }
    revision = now.revision;
  }
}

/** The least that anybody is shown. */
const FIRST = 1;

/** Without alerts, or before it is decided that people are to see it, it is not told. */
function isToTell({ revision, alerts }: AlertMessage): boolean {
  return revision > 0 && alerts.length > 0;
}

/** It is tried again, for an alert is not to be lost because Slack is away for a while. */
function notKnown({ id, channel }: AlertMessage, failure: Failure): Unsettled {
  return new Unsettled(
    `It is not known whether the message ${id} of alerts is in ${channel}: ${failureText(failure)}`,
  );
}

/** @throws Unsettled where Slack gives no answer, so that the work is done again */
export async function postMessage(desk: Desk, id: string, steps: Steps): Promise<void> {
  const { messages } = desk.alerting.memory;
  const message = await messages.get(id);
  if (!message || !isToTell(message)) return;
  // What is posted may be as it was before a crash, and older than what is read now.
  const first = { ...message, revision: FIRST };
  const { channel, ts } = message;
  if (ts !== null) return follow(desk, first, steps, ts);
  const place = await lookAtPlace(desk, channel);
  if (!place.ok) throw notKnown(message, place.failure);
  if (place.value) return trouble(desk, message, place.value, null);
  await steps.anew('root');
  const posted = await steps.post('root', { channel, thread: null }, await formsOf(desk, message));
  if (!posted.ok) {
    const { failure } = posted;
    // It may be there: it is looked for before it is posted again.
    if (failure.kind !== 'refused') throw notKnown(message, failure);
    return trouble(desk, message, refusalOf(failure, channel, PROBLEMS), failureText(failure));
  }
  await messages.posted(id, posted.value.ts);
  await endTrouble(desk, message);
  await follow(desk, first, steps, posted.value.ts);
}

/** @param shown the newest revision that this process is known to have shown; -1 for none */
export async function editMessage(
  desk: Desk,
  message: AlertMessage,
  shown: number,
  steps: Steps,
): Promise<void> {
  if (message.ts !== null) await follow(desk, { ...message, revision: shown }, steps, message.ts);
}
