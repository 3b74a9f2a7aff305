/** Which detectors' own evidence confirms what they find, and which need a second round that finds it. */
import { DETECTORS } from '../../analyzers/detectors.ts';
import type { DetectorId } from '../../diagnosis/detection.ts';

export type Confirmation = 'at-once' | 'two-of-three';

export function confirmationOf(id: DetectorId): Confirmation {
  return DETECTORS.find((detector) => detector.id === id)?.confirmed ?? 'two-of-three';
}
