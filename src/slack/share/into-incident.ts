/** A share that concerns incidents: an answer becomes a finding of one, and the one that it came from says where it went. */
import { addFinding } from '../../incidents/add-finding.ts';
import type { Incident } from '../../store/incidents.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import type { Problem } from '../delivery/problems.ts';
import type { Desk } from '../desk.ts';
import { knownName } from './places.ts';
import type { Sharing } from './sharing.ts';

/** @returns why it is no finding of it; null where it is. Doing it again under the same `id` changes nothing. */
export async function intoIncident(
  desk: Pick<Desk, 'gate' | 'questions' | 'incidents' | 'names'>,
  id: string,
  { question, by, at }: Sharing,
  incident: number,
): Promise<Problem | null> {
  const added = await addFinding(desk, { incident, question, by, at, key: `${id}/finding` });
  return added.kind === 'added' ? null : { problem: added.because, todo: added.todo };
}

/** Whether what is asked there is a part of it. */
function holds({ thread, closedAt }: Incident, question: RememberedQuestion): boolean {
  if (closedAt !== null) return false;
  return thread === null || thread === question.thread || thread === question.rootTs;
}

/** Enters in the timeline of the incident in which it was asked, where there is one, that it was shared. */
export async function noteShared(
  desk: Pick<Desk, 'places' | 'incidents' | 'names'>,
  id: string,
  { by, at }: Sharing,
  question: RememberedQuestion,
  channel: string,
): Promise<void> {
  const { incidents, names } = desk;
  const all = await incidents.inChannel(question.channel);
  const source = all.find((incident) => holds(incident, question));
  if (!source) return;
  const person = { id: by, name: await names.of(by) };
  const channelName = await knownName(desk, channel);
  const deed = { kind: 'shared' as const, question: question.id, channel, channelName };
  await incidents.enter({ key: `${id}/shared`, incident: source.number, by: person, at, deed });
}
