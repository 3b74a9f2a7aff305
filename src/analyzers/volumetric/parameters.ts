/** What the detector of floods is set to. */
import { z } from 'zod';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  bitsPerSecond: z
    .number()
    .positive()
    .default(1e6)
    .describe('Bits a second: fewer are no flood, unless the packets are many.'),
  packetsPerSecond: z
    .number()
    .positive()
    .default(1000)
    .describe('Packets a second: fewer are no flood, unless the bits are many.'),
  sources: z
    .int()
    .min(2)
    .default(50)
    .describe('Distinct sources in five minutes: backups and deployments come from few.'),
  factor: z
    .number()
    .min(1)
    .default(5)
    .describe('So many times the volume that is exceeded in one slot of twenty.'),
  sourcesFactor: z
    .number()
    .min(1)
    .default(3)
    .describe('So many times the sources that are exceeded in one slot of twenty.'),
});

type Settings = z.infer<typeof parameters>;
export type FloodScope = DetectorScope<Settings>;
