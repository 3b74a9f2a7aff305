/** Which alerts a person means: the labels of an alert, of which all that are named must fit. */
import type { Cidr } from '../record/address.ts';
import type { AlertSeverity, DetectorId } from './detection.ts';

/** All that are there must hold. */
export interface AlertMatcher {
  readonly detectors?: readonly DetectorId[];
  /** The subject's id or name; an address in a block; several of them: any. */
  readonly subjects?: readonly string[];
  readonly blocks?: readonly Cidr[];
  readonly classes?: readonly string[];
  readonly sources?: readonly string[];
  readonly severities?: readonly AlertSeverity[];
}
