/** What flow logs that keep one action leave unsaid: silence about the other is no evidence. */
import { keptBy } from '../network/find/flow-log-cover.ts';
import type { Scope } from './analyzer.ts';

/** What the active flow logs keep, where they keep nothing else; undefined where they keep both, or it is not known. */
export function onlyKept({ flowLogs }: Pick<Scope, 'flowLogs'>): 'accepted' | 'rejected' | undefined {
  const kept = keptBy((flowLogs ?? []).filter(({ active }) => active));
  if (kept === 'ACCEPT') return 'accepted';
  return kept === 'REJECT' ? 'rejected' : undefined;
}
