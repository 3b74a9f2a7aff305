/** The message of an incident that shows how it stands, and the thread in which the rest is said. */
import { loadView } from '../../incidents/load.ts';
import { cardOf } from '../../incidents/standing.ts';
import { cardMessage } from '../../present/incident-blocks.ts';
import type { Incident } from '../../store/incidents.ts';
import type { Address } from '../address.ts';
import { type Failure, failureText } from '../delivery/failure.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Forms } from '../delivery/messenger.ts';
import type { Steps } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';

/** People in several zones read it. */
const UTC = { timeZone: 'UTC' };

/** Where it is said what happens in an incident. */
export function threadOf({ channel, thread, cardTs }: Incident): Address {
  return { channel, thread: thread ?? cardTs };
}

async function cardForms(desk: Desk, { number, channel }: Incident, user: string): Promise<Forms | null> {
  const view = await loadView(desk, number, { user, channel });
  return view && simpleForms(cardMessage(cardOf(view), UTC));
}

/** Posts it where the incident was opened; whoever opens it does this, so that there is one. @returns why it is not there, where it is not. */
export async function postCard(
  desk: Desk,
  incident: Incident,
  user: string,
  steps: Steps,
): Promise<Failure | null> {
  const { number, channel, thread } = incident;
  const forms = await cardForms(desk, incident, user);
  if (!forms) return null;
  const posted = await steps.post('card', { channel, thread }, forms);
  if (!posted.ok) return posted.failure;
  await desk.incidents.setCard(number, posted.value.ts);
  // More than its opening: what happened while the card was on its way.
  if ((await desk.incidents.entries(number)).length > 1) await refreshCard(desk, number, user, steps);
  return null;
}

/** Brings it up to date, where it is there. */
export async function refreshCard(desk: Desk, number: number, user: string, steps: Steps): Promise<void> {
  const incident = await desk.incidents.get(number);
  if (!incident || incident.cardTs === null) return;
  const forms = await cardForms(desk, incident, user);
  if (!forms) return;
  const replaced = await steps.replace({ channel: incident.channel, ts: incident.cardTs }, forms);
  // It is brought up to date again with whatever happens next.
  if (!replaced.ok)
    desk.log.warn({ incident: number, failure: failureText(replaced.failure) }, 'a card is out of date');
}
