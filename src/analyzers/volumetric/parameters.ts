/** What the detector of floods is set to. */
import { z } from 'zod';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  /** Less is no flood: in bits a second, or in packets a second where they are small. */
  bitsPerSecond: z.number().positive().default(1e6),
  packetsPerSecond: z.number().positive().default(1000),
  /** Distinct sources in five minutes: backups and deployments come from few. */
  sources: z.int().min(2).default(50),
  /** So many times the volume, and so many times the sources, that are exceeded in one slot of twenty. */
  factor: z.number().min(1).default(5),
  sourcesFactor: z.number().min(1).default(3),
});

type Settings = z.infer<typeof parameters>;
export type FloodScope = DetectorScope<Settings>;
