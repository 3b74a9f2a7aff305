/** What the detector of unhealthy flow logs is set to. */
import { z } from 'zod';
import type { DetectionSubject } from '../../diagnosis/detection.ts';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  skippedShare: z
    .number()
    .positive()
    .max(1)
    .default(0.01)
    .describe('AWS lost records in more than this share of the minutes in which interfaces wrote.'),
  skippedRecords: z.int().min(1).default(5).describe('Fewer SKIPDATA records are somebody’s busy minute.'),
});

export type HealthScope = DetectorScope<z.infer<typeof parameters>>;

export function sourceSubject(scope: HealthScope): DetectionSubject {
  return { kind: 'source', id: scope.source ?? 'source', name: null };
}
