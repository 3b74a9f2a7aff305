/** What the detector of gaps is set to. */
import { z } from 'zod';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  lateCloudWatch: z
    .int()
    .min(300)
    .default(1200)
    .describe(
      'Records that CloudWatch Logs has not got so many seconds after they were written are late: it usually takes about five minutes.',
    ),
  lateS3: z
    .int()
    .min(300)
    .default(1800)
    .describe('The same of S3 and Firehose, which usually take about ten.'),
});

export type GapScope = DetectorScope<z.infer<typeof parameters>>;
