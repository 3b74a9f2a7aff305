/** The report of an incident, from what is kept of it alone: made again from the same, it is the same. */
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { IncidentReport, ReportFinding, ReportQuery } from '../diagnosis/incident-report.ts';
import { SEVERITY } from '../present/severity.ts';
import { ruledOutBy } from './ruled-out.ts';
import { checksOf } from './standing.ts';
import { incidentName } from './telling.ts';
import { unseenBy } from './unseen.ts';
import type { IncidentView, SeenFinding } from './view.ts';

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** What is fine or cannot be told is no impact. */
function impactOf(diagnoses: readonly Diagnosis[]): IncidentReport['impact'] {
  const occurrences = diagnoses
    .filter(({ verdict }) => ['blocked', 'look'].includes(SEVERITY[verdict]))
    .flatMap(({ findings: [first] }) => first?.occurrence ?? []);
  if (occurrences.length === 0) return null;
  const last = Math.max(...occurrences.map((one) => one.last));
  return {
    first: Math.min(...occurrences.map((one) => one.first)),
    last,
    ongoing: occurrences.some((one) => one.ongoing && one.last === last),
  };
}

function findingOf(
  { question, asked, diagnosis, addedBy, askedBy }: SeenFinding,
  index: number,
): ReportFinding {
  return {
    number: index + 1,
    answer: { kind: 'diagnosis', question: asked, diagnosis },
    askedAt: seconds(question.askedAt),
    askedBy: askedBy.name,
    addedBy: addedBy.name,
  };
}

function queryOf({ question, asked, diagnosis, askedBy }: SeenFinding): ReportQuery {
  const { askedAt, sources } = question;
  return { question: asked, askedAt: seconds(askedAt), askedBy: askedBy.name, sources, cost: diagnosis.cost };
}

export function reportOf(view: IncidentView): IncidentReport {
  const { incident, openedBy, closedBecause, findings, withheld, actions, timeline } = view;
  const { title, severity, openedAt, closedAt } = incident;
  const diagnoses = findings.map(({ diagnosis }) => diagnosis);
  const inOrder = [...findings].sort((a, b) => a.question.askedAt - b.question.askedAt);
  return {
    name: incidentName(incident),
    ...{ title, severity, closedBecause, withheld },
    openedAt: seconds(openedAt),
    openedBy: openedBy.name,
    closedAt: closedAt === null ? null : seconds(closedAt),
    impact: impactOf(diagnoses),
    findings: findings.map(findingOf),
    ruledOut: ruledOutBy(diagnoses),
    timeline: timeline.map(({ at, by, text }) => ({ at: seconds(at), by: by.name, text })),
    actions: actions.map(({ who, ...action }) => ({ ...action, who: who?.name ?? null })),
    checks: checksOf(view),
    unseen: [
      ...new Set(
        inOrder.flatMap(({ asked, diagnosis }) =>
          unseenBy(diagnosis.completeness).map((what) => `${asked}: ${what}`),
        ),
      ),
    ],
    queries: inOrder.map(queryOf),
    people: [
      ...new Set([...timeline.map(({ by }) => by.name), ...inOrder.map(({ askedBy }) => askedBy.name)]),
    ],
  };
}
