/** Makes an answer a finding of an incident: by command, by reaction, or by sharing it. */
import { type Gate, maySee } from '../access/access.ts';
import type { IncidentEntry } from '../store/incident-deed.ts';
import type { Incidents } from '../store/incidents.ts';
import type { Questions } from '../store/questions.ts';

export interface FindingParts {
  readonly gate: Gate;
  readonly questions: Questions;
  readonly incidents: Incidents;
  readonly names: {
    /** What a person is called in Slack. Never rejects. */
    of(user: string): Promise<string>;
  };
}

export interface NewFinding {
  /** The number of the incident. */
  readonly incident: number;
  /** The id of the question whose answer is added. */
  readonly question: string;
  /** A Slack user id. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Of what asked for it: under the same key it is added once. */
  readonly key: string;
}

export type FindingAdded =
  | {
      readonly kind: 'added';
      /** False where it was added before under this key. */
      readonly isNew: boolean;
      readonly entry: IncidentEntry;
    }
  /** Two sentences that the person may read: they name no source and hold nothing of the answer. */
  | { readonly kind: 'refused'; readonly because: string; readonly todo: string };

const ASK = 'Ask the question in this conversation; its answer can be added then.';

function refused(because: string, todo: string): FindingAdded {
  return { kind: 'refused', because, todo };
}

/**
 * Adds it where the person may see its sources in the channel of the incident, which is where it will be read; an answer that is there already is
 * not added again.
 */
export async function addFinding(
  { gate, questions, incidents, names }: FindingParts,
  { incident: number, question: id, by, at, key }: NewFinding,
): Promise<FindingAdded> {
  const [incident, question] = await Promise.all([incidents.get(number), questions.get(id)]);
  if (!incident)
    return refused(`There is no incident INC-${number}.`, 'List those that there are: incident list');
  if (question?.answer?.kind !== 'diagnosis')
    return refused(
      'That is no answer from flow logs, so it can be no finding.',
      'Add a message that answers a question.',
    );
  const access = await gate.admit({ user: by, channel: incident.channel });
  if (access.kind === 'refused') return refused(access.because, access.todo);
  if (!maySee(access, question.sources))
    return refused(`That answer may not be shown where INC-${number} is read.`, ASK);

  const { verdict, confidence, summary } = question.answer.diagnosis;
  const [name, asker] = await Promise.all([names.of(by), names.of(question.askedBy)]);
  const deed = {
    kind: 'finding' as const,
    ...{ question: id, verdict, confidence, summary },
    askedBy: { id: question.askedBy, name: asker },
  };
  const person = { id: by, name };
  const entered = await incidents.enter({ key, incident: number, by: person, at, deed });
  if (entered.kind === 'entered') return { kind: 'added', isNew: entered.isNew, entry: entered.entry };
  return refused(`INC-${number} has that finding already.`, 'See what is known so far: incident status');
}
