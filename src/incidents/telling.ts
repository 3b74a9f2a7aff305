/** What happened, in words. The texts of people in it are as they typed them: untrusted. */
import { howSure } from '../present/how-sure.ts';
import type { IncidentDeed } from '../store/incident-deed.ts';
import type { Incident } from '../store/incidents.ts';

export function incidentName({ number }: Pick<Incident, 'number'>): string {
  return `INC-${number}`;
}

/** After the name of who did it: `opened the incident as sev2`. */
export function deedText(deed: IncidentDeed): string {
  switch (deed.kind) {
    case 'opened':
      return `opened the incident${deed.severity ? ` as ${deed.severity}` : ''}: ${deed.title}`;
    case 'severity':
      return `set the severity to ${deed.severity}`;
    case 'finding':
      return `added a finding: ${deed.summary} (${howSure(deed)})`;
    case 'note':
      return `noted: ${deed.text}`;
    case 'action':
      return `set action ${deed.item}${deed.who ? ` for ${deed.who.name}` : ''}: ${deed.text}`;
    case 'done':
      return `did action ${deed.item}: ${deed.text}`;
    case 'shared':
      return `shared an answer into ${deed.channelName}`;
    case 'closed':
      return `closed the incident${deed.because === null ? '' : `: ${deed.because}`}`;
    case 'reopened':
      return 'opened the incident again';
  }
}

/** The same where the findings themselves stand beside it. */
export function shortDeedText(deed: IncidentDeed): string {
  return deed.kind === 'finding' ? `added a finding (${howSure(deed)})` : deedText(deed);
}

/** The same of a finding whose sources may not be shown there. */
export const WITHHELD_FINDING = 'added a finding that may not be shown here';
