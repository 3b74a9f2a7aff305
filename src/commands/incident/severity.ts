/** How severe an incident is, as people write it. */
import { INCIDENT_SEVERITIES } from '../../diagnosis/incident-severity.ts';
import { nearest } from '../../query/nearest.ts';
import type { Problem } from '../grammar/problem.ts';
import { wrong } from './guide.ts';

const SEVERITY_FORMS = INCIDENT_SEVERITIES.map((name) => `\`${name}\``).join(', ');

/** `sev2`, `SEV-2`, `2`; null for what is none. */
export function severityOf(word: string) {
  const [, digit] = /^(?:sev-?)?([1-4])$/i.exec(word.trim()) ?? [];
  return INCIDENT_SEVERITIES.find((name) => name === `sev${digit}`) ?? null;
}

/** A severity that stands before or after the title, not in it. */
export function withoutSeverity(said: string) {
  const last = /\bsev-?[1-4]$/i.exec(said);
  if (last) return { severity: severityOf(last[0]), rest: said.slice(0, last.index).trimEnd() };
  const first = /^sev-?[1-4]\b/i.exec(said);
  if (first) return { severity: severityOf(first[0]), rest: said.slice(first[0].length).trimStart() };
  return { severity: null, rest: said };
}

/** @param before what stands before the severity in a text that works */
export function wrongSeverity(said: string, before: string): Problem {
  return wrong(
    said,
    'a severity',
    SEVERITY_FORMS,
    `${before} ${nearest(said, INCIDENT_SEVERITIES) ?? 'sev2'}`,
  );
}
