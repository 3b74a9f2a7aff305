/** What a source that failed, or was not asked, takes from the conclusions of the others: what rests on something being nowhere is not sure any more. */
import { everySubject } from '../analyzers/subject.ts';
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import type { Request } from '../query/request.ts';
import type { Source } from './source.ts';

/** Verdicts from absence, and lists that claim to be of everything. */
const FROM_ABSENCE: ReadonlySet<Verdict> = new Set([
  'healthy',
  'no-records',
  'not-logged',
  'lost-in-path',
  'return-path-lost',
  'no-reply',
  'app-level',
  'listing',
  'detections',
] satisfies readonly Verdict[]);

const MOST_CONFIDENCE = 0.5;

/** A packet can be accepted where it leaves one network and be rejected, or never seen, where it enters another. */
const FROM_ONE_END: ReadonlySet<Verdict> = new Set(['healthy', 'no-records'] satisfies readonly Verdict[]);

const MOST_CONFIDENCE_OF_ONE_END = 0.7;

function namesOf(source: Source, wanted: 'failed' | 'not-asked'): readonly string[] {
  return (source.outcomes?.() ?? []).flatMap(({ name, outcome }) => (outcome === wanted ? [name] : []));
}

/** The names of the sources that failed so far. */
export function missingOf(source: Source): readonly string[] {
  return namesOf(source, 'failed');
}

/** Of a question about one end: the sources that do not hold it may hold the other. */
export function withoutOtherEnds(
  findings: readonly Finding[],
  request: Request,
  source: Source,
): readonly Finding[] {
  const others = namesOf(source, 'not-asked');
  if (others.length === 0 || everySubject(request).length !== 1) return findings;
  return findings.map((finding) =>
    FROM_ONE_END.has(finding.verdict)
      ? {
          ...finding,
          confidence: Math.min(finding.confidence, MOST_CONFIDENCE_OF_ONE_END),
          summary: `${finding.summary}; what the other ends record in ${others.join(', ')} was not asked for`,
          nextCheck: `Add \`in all\` to ask for what the other ends record. ${finding.nextCheck}`,
        }
      : finding,
  );
}

export function withoutMissing(findings: readonly Finding[], missing: readonly string[]): readonly Finding[] {
  if (missing.length === 0) return findings;
  return findings.map((finding) =>
    FROM_ABSENCE.has(finding.verdict)
      ? {
          ...finding,
          confidence: Math.min(finding.confidence, MOST_CONFIDENCE),
          summary: `${finding.summary}; ${missing.join(', ')} could not be read, so part of the answer may be missing`,
        }
      : finding,
  );
}
