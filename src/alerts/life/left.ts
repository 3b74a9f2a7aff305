/**
 * Alerts that nobody looks at any more, since their source was renamed or taken out, or their detector switched off: no round would ever move them, so
 * they would be said to fire for good, and a gap among them would keep all else of its source from being called over. They end, and nobody is told
 * that they are over.
 */
import type { DetectorId } from '../../diagnosis/detection.ts';
import type { Alert } from '../alert.ts';
import { isOfWatcher } from '../blind.ts';
import type { Draft } from '../draft.ts';
import { changed } from '../telling/message.ts';
import { isHushed } from './suppression.ts';

/** What is looked at. */
export interface Watched {
  readonly sources: readonly { readonly name: string; readonly account: string }[];
  /** Detectors that are switched off. */
  readonly off: readonly DetectorId[];
}

const WORDS = {
  source: 'its source is not watched any more',
  detector: 'its detector is switched off',
} as const;

function leftBy(alert: Alert, { sources, off }: Watched): Alert['left'] {
  const isWatched = sources.some(({ name, account }) => name === alert.source && account === alert.account);
  if (!isWatched) return 'source';
  // That the source itself is watched is not for a detector to say.
  return off.includes(alert.detector) && !isOfWatcher(alert) ? 'detector' : undefined;
}

export function endLeft(draft: Draft, watched: Watched): void {
  for (const alert of draft.alerts()) {
    const left = alert.state === 'resolved' ? undefined : leftBy(alert, watched);
    if (left === undefined) continue;
    const resolvedAt = Math.floor(draft.nowMs / 1000);
    draft.put({ ...alert, state: 'resolved', left, resolvedAt, remindAtMs: null });
    draft.enter(alert, WORDS[left]);
    const message = alert.toldSeverity === null ? undefined : draft.message(alert.message);
    if (message && !isHushed(alert)) draft.reply(message, alert, 'left', resolvedAt);
    changed(draft, alert.message);
  }
}
