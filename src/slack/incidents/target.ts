/** The incident that somebody means in the place where they are, or why there is none to them. */
import type { IncidentAction } from '../../commands/action.ts';
import { chosen, type Meant } from '../../incidents/place.ts';
import { incidentName } from '../../incidents/telling.ts';
import type { Incident } from '../../store/incidents.ts';
import type { Address } from '../address.ts';
import { failureText } from '../delivery/failure.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Desk } from '../desk.ts';

export type Target =
  | { readonly kind: 'one'; readonly incident: Incident }
  | ({ readonly kind: 'none' } & Problem);

/** What is told or written down of an incident after it was closed is of the one that was. */
const MEANT: Readonly<Partial<Record<IncidentAction['do'], Meant>>> = {
  status: 'known',
  report: 'known',
  reopen: 'closed',
};

const OPEN_ONE = 'Open one: `/flows incident open "Checkout cannot reach the database" sev2`';
const SEE_ALL = 'See those that are: `/flows incident list all`';
/** What is done with them is said after the incident's number. */
const WITH_TEXT: ReadonlySet<IncidentAction['do']> = new Set(['note', 'action', 'done', 'severity', 'close']);

/** Whether everybody in the workspace may read a channel. */
async function isPublic({ places, log }: Desk, channel: string): Promise<boolean> {
  const told = await places.anew(channel);
  if (told.ok) return told.value.isPublic;
  log.warn({ channel, failure: failureText(told.failure) }, 'it is not known who may read a channel');
  return false;
}

/** What people wrote in an incident is shown in its own channel, and of public channels to who may ask there. */
export async function mayReadOf(
  desk: Desk,
  incident: Incident,
  user: string,
  place: Address,
): Promise<boolean> {
  if (incident.channel === place.channel) return true;
  const { kind } = await desk.gate.admit({ user, channel: incident.channel });
  return kind === 'allowed' && isPublic(desk, incident.channel);
}

function none(problem: string, todo: string): Target {
  return { kind: 'none', problem, todo };
}

export async function targetOf(
  desk: Desk,
  action: IncidentAction,
  user: string,
  place: Address,
): Promise<Target> {
  if (action.incident !== null) {
    const incident = await desk.incidents.get(action.incident);
    if (incident && (await mayReadOf(desk, incident, user, place))) return { kind: 'one', incident };
    return none(`There is no INC-${action.incident} that is shown here.`, SEE_ALL);
  }
  const all = await desk.incidents.inChannel(place.channel);
  const found = chosen(all, place.thread, MEANT[action.do] ?? 'open');
  if (found.kind === 'one') return found;
  if (found.kind === 'none' && action.do === 'reopen') return none('No incident was closed here.', SEE_ALL);
  if (found.kind === 'none') {
    if (!found.closed) return none('No incident is open here.', OPEN_ONE);
    const name = incidentName(found.closed);
    return none(
      `No incident is open here; ${name} is closed.`,
      `Open it again: \`/flows incident reopen ${name}\`. ${OPEN_ONE}`,
    );
  }
  const names = found.incidents.map((one) => `${incidentName(one)} (${one.title})`).join(', ');
  const [first] = found.incidents.map(incidentName);
  return none(
    `Several incidents are open here: ${names}.`,
    `Name the one you mean: \`/flows incident ${action.do} ${first}${WITH_TEXT.has(action.do) ? ' …' : ''}\``,
  );
}
