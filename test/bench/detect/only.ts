/** `--only brute-force,new-edge`: the detectors that are measured, for whoever works on them. */
import { DETECTORS } from '../../../src/analyzers/detectors.ts';
import type { DetectorId } from '../../../src/diagnosis/detection.ts';

/** @throws {RangeError} for an id that no detector has: the message lists those that there are */
export function onlyNamed(text: string | undefined): readonly DetectorId[] {
  const known = DETECTORS.map(({ id }) => id);
  if (text === undefined) return known;
  const named = text.split(',').map((id) => id.trim());
  const unknown = named.filter((id) => !known.some((one) => one === id));
  if (unknown.length > 0)
    throw new RangeError(
      `No detector is called ${unknown.map((id) => `"${id}"`).join(' or ')}. There are: ${known.join(', ')}.`,
    );
  return known.filter((id) => named.includes(id));
}
