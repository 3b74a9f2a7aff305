/** How a severity looks in Slack. */
import type { AlertSeverity } from '../../diagnosis/detection.ts';

export const DETECTION_DOTS: Readonly<Record<AlertSeverity, string>> = {
  high: ':red_circle:',
  medium: ':large_orange_circle:',
  low: ':large_blue_circle:',
};
