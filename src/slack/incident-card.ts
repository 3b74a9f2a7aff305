/** The message of an incident that shows how it stands, and the thread in which the rest is said. */
import { loadView } from '../incidents/load.ts';
import { cardOf } from '../incidents/standing.ts';
import { cardMessage } from '../present/incident-blocks.ts';
import type { Incident } from '../store/incidents.ts';
import type { Address } from './address.ts';
import type { Desk } from './desk.ts';
import { type Failure, failureText } from './failure.ts';
import { simpleForms } from './forms.ts';
import type { Steps } from './work.ts';

/** People in several zones read it. */
const UTC = { timeZone: 'UTC' };

/** Where it is said what happens in an incident. */
export function threadOf({ channel, thread, cardTs }: Incident): Address {
  return { channel, thread: thread ?? cardTs };
}

/** Posts the message, or brings it up to date. @returns why it is not there, where it is not. */
export async function showCard(
  desk: Desk,
  number: number,
  user: string,
  steps: Steps,
): Promise<Failure | null> {
  const before = await desk.incidents.get(number);
  const view = before && (await loadView(desk, number, { user, channel: before.channel }));
  if (!view) return null;
  const { channel, thread, cardTs } = view.incident;
  const forms = simpleForms(cardMessage(cardOf(view), UTC));
  if (cardTs !== null) {
    const replaced = await steps.replace({ channel, ts: cardTs }, forms);
    // It is brought up to date again with whatever happens next.
    if (!replaced.ok)
      desk.log.warn({ incident: number, failure: failureText(replaced.failure) }, 'a card is out of date');
    return null;
  }
  const posted = await steps.post('card', { channel, thread }, forms);
  if (!posted.ok) return posted.failure;
  await desk.incidents.setCard(number, posted.value.ts);
  return null;
}
