/** What the detector of reject spikes is set to. */
import { z } from 'zod';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  sources: z
    .int()
    .min(2)
    .default(20)
    .describe('Distinct rejected sources in a slot: fewer are never a spike.'),
  factor: z.number().min(1).default(2).describe('So many times what is normal at least.'),
  chance: z
    .number()
    .positive()
    .max(0.05)
    .default(1e-4)
    .describe(
      'The chance of as many must be below this: of a slot, or of three in a row where most sources want one port.',
    ),
  learning: z
    .int()
    .min(2)
    .default(100)
    .describe(
      'Distinct rejected sources in a slot while it is learned what is normal: what the internet sends any public address stays below.',
    ),
});

export type Settings = z.infer<typeof parameters>;
export type SpikeScope = DetectorScope<Settings>;
