/** What the findings say it is not: what was found to be fine, what is unlikely, and what lets the traffic through. */
import type { Diagnosis, Finding, PathStep } from '../diagnosis/diagnosis.ts';
import { howSure } from '../present/how-sure.ts';
import { SEVERITY } from '../present/severity.ts';

/** Of conclusions that are given at less, most are wrong. */
const UNLIKELY = 0.3;

const KINDS: Readonly<Record<PathStep['kind'], string>> = {
  'security-groups': 'security groups',
  'network-acl': 'network ACL',
  route: 'route table',
  'block-public-access': 'VPC Block Public Access',
};

function ofFinding(finding: Finding): readonly string[] {
  const { verdict, confidence, summary } = finding;
  if (SEVERITY[verdict] === 'fine') return [`${summary} (${howSure(finding)})`];
  return confidence < UNLIKELY ? [`Unlikely: ${summary} (${howSure(finding)})`] : [];
}

/** A step that lets a packet through cannot be what stops it. */
function ofSteps({ verdict, steps = [] }: Finding): readonly string[] {
  if (SEVERITY[verdict] !== 'blocked') return [];
  return steps
    .filter(({ outcome }) => outcome === 'allow')
    .map(({ kind, ids, leg, direction, because }) => {
      const what = [KINDS[kind], ...ids].join(' ');
      return `The ${what}, for the ${leg}, ${direction}: ${because}`;
    });
}

export function ruledOutBy(diagnoses: readonly Diagnosis[]): readonly string[] {
  const findings = diagnoses.flatMap((diagnosis) =>
    diagnosis.findings.length > 0 ? diagnosis.findings : [diagnosis],
  );
  return [...new Set([...findings.flatMap(ofFinding), ...findings.flatMap(ofSteps)])];
}
