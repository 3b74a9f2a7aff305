/** What somebody waits for when a question is asked again and again. */
import type { Unit } from './unit.ts';
import type { Verdict } from './verdict.ts';

export type WatchCondition =
  /** Another verdict, or another blocker, than before. */
  | { readonly kind: 'change' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'not-healthy' }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** The largest value of a list's first measure, or of its first in that unit. Bytes are plain bytes. */
  | { readonly kind: 'over'; readonly value: number; readonly unit: Unit | null };
