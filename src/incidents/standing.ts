/** How an incident stands, for the message that shows it and for its status. */
import type { IncidentCard, IncidentStatus } from '../present/incident-blocks.ts';
import { SEVERITY } from '../present/severity.ts';
import type { IncidentView } from './view.ts';

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** Counts and no finding itself, so it may be read by everybody there. */
export function cardOf({
  incident,
  openedBy,
  closedBecause,
  findings,
  withheld,
  actions,
}: IncidentView): IncidentCard {
  const { number, title, severity, openedAt, closedAt } = incident;
  return {
    ...{ number, title, severity, closedBecause },
    openedAt: seconds(openedAt),
    openedBy: openedBy.name,
    closedAt: closedAt === null ? null : seconds(closedAt),
    findings: findings.length + withheld,
    actions: { open: actions.filter(({ isDone }) => !isDone).length, all: actions.length },
  };
}

/** What findings want to be checked next, each once, the most telling first. What is fine wants nothing. */
export function checksOf({ findings }: Pick<IncidentView, 'findings'>): readonly string[] {
  const wanting = findings.filter(({ diagnosis }) => SEVERITY[diagnosis.verdict] !== 'fine');
  return [...new Set(wanting.map(({ diagnosis }) => diagnosis.nextCheck))].filter((check) => check !== '');
}

export function statusOf(view: IncidentView): IncidentStatus {
  const { findings, withheld, actions, timeline } = view;
  return {
    ...cardOf(view),
    known: findings.map(({ diagnosis: { verdict, confidence, summary } }) => ({
      verdict,
      confidence,
      summary,
    })),
    withheld,
    checks: checksOf(view),
    todo: actions.map(({ item, text, who, isDone }) => ({ item, text, isDone, who: who?.name ?? null })),
    timeline: timeline.map(({ at, by, short }) => ({ at: seconds(at), by: by.name, text: short })),
  };
}
