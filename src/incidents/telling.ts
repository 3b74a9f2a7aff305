/** What happened, in words. The texts of people in it are as they typed them: untrusted. */
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
      return `added a finding: ${deed.summary} (${deed.verdict}, ${deed.confidence.toFixed(2)} sure)`;
    case 'note':
      return `noted: ${deed.text}`;
    case 'action':
      return `wants action ${deed.item}${deed.who ? ` of ${deed.who.name}` : ''}: ${deed.text}`;
    case 'done':
      return `says action ${deed.item} is done: ${deed.text}`;
    case 'shared':
      return `shared an answer into ${deed.channelName}`;
    case 'closed':
      return `closed the incident${deed.because === null ? '' : `: ${deed.because}`}`;
    case 'reopened':
      return 'opened the incident again';
  }
}

/** The same of a finding whose sources may not be shown there. */
export const WITHHELD_FINDING = 'added a finding that may not be shown here';
