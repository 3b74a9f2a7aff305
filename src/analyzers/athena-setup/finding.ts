/** How a finding of `athena-setup` begins: it lists what it prepared, and blames nothing. */
import type { Finding } from '../../diagnosis/diagnosis.ts';

export function finding(
  told: Pick<Finding, 'confidence' | 'summary' | 'nextCheck'> & Partial<Finding>,
): Finding {
  return { verdict: 'listing', blocker: null, evidence: [], ...told };
}
