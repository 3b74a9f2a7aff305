/** An incident as one person may see it in one place: what came from sources that may not be shown there is counted, and not in it. */
import { type Access, maySee } from '../access/access.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { SEVERITY, type Severity } from '../present/severity.ts';
import type { IncidentDeed, IncidentEntry, Person } from '../store/incident-deed.ts';
import type { Incident } from '../store/incidents.ts';
import type { RememberedQuestion } from '../store/questions.ts';
import { deedText, shortDeedText, WITHHELD_FINDING } from './telling.ts';

export interface SeenFinding {
  readonly question: RememberedQuestion;
  /** The question as it was read: untrusted. */
  readonly asked: string;
  readonly diagnosis: Diagnosis;
  readonly addedBy: Person;
  readonly askedBy: Person;
}

interface SeenAction {
  readonly item: number;
  readonly text: string;
  readonly who: Person | null;
  readonly isDone: boolean;
}

interface SeenEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly by: Person;
  readonly text: string;
  /** Where the findings themselves stand beside it. */
  readonly short: string;
}

export interface IncidentView {
  readonly incident: Incident;
  readonly openedBy: Person;
  readonly closedBecause: string | null;
  /** The most telling first. */
  readonly findings: readonly SeenFinding[];
  /** Findings that may not be shown there, or whose question is not remembered any more. */
  readonly withheld: number;
  readonly actions: readonly SeenAction[];
  /** In order. */
  readonly timeline: readonly SeenEntry[];
}

/** What is stopped tells more than what is fine. */
const RANK: Readonly<Record<Severity, number>> = { blocked: 0, look: 1, open: 2, list: 3, fine: 4 };

function bySignificance(a: SeenFinding, b: SeenFinding): number {
  const rank = ({ diagnosis }: SeenFinding) => RANK[SEVERITY[diagnosis.verdict]];
  return rank(a) - rank(b) || b.diagnosis.confidence - a.diagnosis.confidence;
}

function ofKind<Kind extends IncidentDeed['kind']>(entries: readonly IncidentEntry[], kind: Kind) {
  return entries.flatMap(({ deed, by }) =>
    deed.kind === kind ? [{ by, deed: deed as IncidentDeed & { readonly kind: Kind } }] : [],
  );
}

export interface Told {
  readonly incident: Incident;
  /** In order. */
  readonly entries: readonly IncidentEntry[];
  /** Those that findings are about, by id. */
  readonly questions: ReadonlyMap<string, RememberedQuestion>;
  /** Of who looks, in the place where it is shown. */
  readonly access: Access;
}

export function viewOf({ incident, entries, questions, access }: Told): IncidentView {
  const seen = (id: string) => {
    const question = questions.get(id);
    return question && maySee(access, question.sources) ? question : undefined;
  };
  const added = ofKind(entries, 'finding');
  const findings = added.flatMap(({ by, deed }): readonly SeenFinding[] => {
    const question = seen(deed.question);
    if (question?.answer?.kind !== 'diagnosis') return [];
    const { question: asked, diagnosis } = question.answer;
    return [{ question, asked, diagnosis, addedBy: by, askedBy: deed.askedBy }];
  });
  const done = new Set(ofKind(entries, 'done').map(({ deed }) => deed.item));
  const opening = entries.find(({ deed }) => deed.kind === 'opened');
  const closing = incident.closedAt === null ? undefined : ofKind(entries, 'closed').at(-1);
  return {
    incident,
    openedBy: opening?.by ?? { id: incident.openedBy, name: incident.openedBy },
    closedBecause: closing?.deed.because ?? null,
    findings: findings.sort(bySignificance),
    withheld: added.length - findings.length,
    actions: ofKind(entries, 'action').map(({ deed: { item, text, who } }) => ({
      ...{ item, text, who },
      isDone: done.has(item),
    })),
    timeline: entries.map(({ at, by, deed }) => {
      const isWithheld = deed.kind === 'finding' && !seen(deed.question);
      if (isWithheld) return { at, by, text: WITHHELD_FINDING, short: WITHHELD_FINDING };
      return { at, by, text: deedText(deed), short: shortDeedText(deed) };
    }),
  };
}

/** The ids of the questions that the findings are about. */
export function questionsOf(entries: readonly IncidentEntry[]): readonly string[] {
  return ofKind(entries, 'finding').map(({ deed }) => deed.question);
}
