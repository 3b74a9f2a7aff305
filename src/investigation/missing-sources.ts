/** What a source that failed takes from the conclusions of the others: what rests on something being nowhere is not sure any more. */
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
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

/** The names of the sources that failed so far. */
export function missingOf(source: Source): readonly string[] {
  return (source.outcomes?.() ?? []).flatMap(({ name, outcome }) => (outcome === 'failed' ? [name] : []));
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
