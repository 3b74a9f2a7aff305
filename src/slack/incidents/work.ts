/** Does what was asked with an incident, from its beginning as often as it takes: what it decides, it writes down under the key of the work. */

import { loadView } from '../../incidents/load.ts';
import { cardOf, statusOf } from '../../incidents/standing.ts';
import { incidentName } from '../../incidents/telling.ts';
import { noticeMessage } from '../../present/block-kit.ts';
import { listMessage, statusMessage } from '../../present/incident-blocks.ts';
import { escaped } from '../../present/mrkdwn.ts';
import type { Incident } from '../../store/incidents.ts';
import { simpleForms } from '../delivery/forms.ts';
import type { Worker } from '../delivery/work.ts';
import type { Desk } from '../desk.ts';
import { postCard, threadOf } from './card.ts';
import { announce, enter, isChange } from './changes.ts';
import { type Circumstances, tell, tellFailure, whisperTo } from './circumstances.ts';
import type { IncidentInput } from './input.ts';
import { mayReadOf, targetOf } from './target.ts';

/** So many are looked through for a list. */
const MOST_LISTED = 50;

async function note({ desk, id, input }: Circumstances, what: string, because: string | null): Promise<void> {
  const { askedBy, place, at } = input;
  await desk.audit.enter({
    key: `incident/${id}`,
    ...{ at, by: askedBy, channel: place.channel, action: 'incident', what, note: because },
    outcome: because === null ? 'done' : 'refused',
    ...{ sources: [], bytes: null, verdict: null },
  });
}

async function open(at: Circumstances): Promise<void> {
  const { desk, id, input, steps } = at;
  const { action, askedBy, place } = input;
  if (action.do !== 'open') return;
  const by = { id: askedBy, name: await desk.names.of(askedBy) };
  const { title, severity } = action;
  const incident = await desk.incidents.open({ key: id, title, severity, ...place, by, at: input.at });
  await note(at, `${incidentName(incident)} open`, null);
  const failure = await postCard(desk, incident, askedBy, steps);
  if (failure) await tellFailure(at, failure);
}

async function list(at: Circumstances): Promise<void> {
  const { desk, input } = at;
  const { action, askedBy, place } = input;
  const isClosedToo = action.do === 'list' && action.all;
  const all = await desk.incidents.list({ isClosedToo, most: MOST_LISTED });
  const shown: Incident[] = [];
  for (const one of all) if (await mayReadOf(desk, one, askedBy, place)) shown.push(one);
  const views = await Promise.all(
    shown.map(({ number }) => loadView(desk, number, { user: askedBy, channel: place.channel })),
  );
  const cards = views.flatMap((view) => (view ? [{ ...cardOf(view), channel: view.incident.channel }] : []));
  const style = { timeZone: await desk.timeZones.of(askedBy) };
  const now = Math.floor(input.at / 1000);
  const message = listMessage(cards, all.length - shown.length, style, now);
  await whisperTo(at)(message);
}

async function status(at: Circumstances, { number, channel }: Incident): Promise<void> {
  const { desk, input, steps } = at;
  const { askedBy, place } = input;
  const view = await loadView(desk, number, { user: askedBy, channel: place.channel });
  if (!view) return;
  const style = { timeZone: await desk.timeZones.of(askedBy) };
  const message = statusMessage(statusOf(view), style, Math.floor(input.at / 1000));
  // What people wrote in an incident is posted in its own channel only.
  if (channel !== place.channel) return whisperTo(at)(message);
  const posted = await steps.post('status', place, simpleForms(message));
  if (!posted.ok) await tellFailure(at, posted.failure);
}

async function change(at: Circumstances, incident: Incident): Promise<void> {
  const { desk, id, input, steps } = at;
  const { action, place } = input;
  if (!isChange(action)) return;
  const entered = await enter(desk, id, incident, action, input);
  const name = incidentName(incident);
  if ('problem' in entered) {
    await note(at, `${name} ${action.do}`, entered.problem);
    return tell(at, entered);
  }
  await note(at, `${name} ${action.do}`, null);
  const failure = await announce(desk, incident, entered.entry, steps);
  if (failure) return tellFailure(at, failure);
  const current = (await desk.incidents.get(incident.number)) ?? incident;
  const where = threadOf(current);
  if (where.channel === place.channel && where.thread === place.thread) return;
  const said = noticeMessage(escaped(`Done: see the thread of ${name}, ${current.title}.`));
  await whisperTo(at)(said);
}

export function incidentWorker(desk: Desk): Worker<IncidentInput> {
  return async (id, input, steps) => {
    const at = { desk, id, input, steps };
    const { action, askedBy, place } = input;
    const access = await desk.gate.admit({ user: askedBy, channel: place.channel });
    if (access.kind === 'refused') {
      await note(at, action.do, access.because);
      return tell(at, { problem: access.because, todo: access.todo });
    }
    if (action.do === 'open') return open(at);
    if (action.do === 'list') return list(at);
    // What was entered already belongs where it was entered, whatever has been opened or closed since.
    const before = await desk.incidents.entryOf(id);
    const known = before && (await desk.incidents.get(before.incident));
    const target = known
      ? { kind: 'one' as const, incident: known }
      : await targetOf(desk, action, askedBy, place);
    if (target.kind === 'none') return tell(at, target);
    return action.do === 'status' ? status(at, target.incident) : change(at, target.incident);
  };
}
