/** Reads an incident as one person may see it in one place. */
import type { Gate, Visitor } from '../access/access.ts';
import type { Incidents } from '../store/incidents.ts';
import type { Questions, RememberedQuestion } from '../store/questions.ts';
import { type IncidentView, questionsOf, viewOf } from './view.ts';

export interface LoadParts {
  readonly gate: Gate;
  readonly questions: Questions;
  readonly incidents: Incidents;
}

/** Null where there is none of that number. */
export async function loadView(
  { gate, questions, incidents }: LoadParts,
  number: number,
  visitor: Visitor,
): Promise<IncidentView | null> {
  const [incident, entries, access] = await Promise.all([
    incidents.get(number),
    incidents.entries(number),
    gate.admit(visitor),
  ]);
  if (!incident) return null;
  const found = await Promise.all(questionsOf(entries).map((id) => questions.get(id)));
  const known = found.filter((question): question is RememberedQuestion => question !== null);
  return viewOf({ incident, entries, access, questions: new Map(known.map((one) => [one.id, one])) });
}
