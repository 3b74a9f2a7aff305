/** What makes a beacon of connections, and whose are expected. */
import { z } from 'zod';
import { Blocks } from '../detection/blocks-parameter.ts';
import type { DetectorScope } from '../detection/detector.ts';
import { RARITY } from '../detection/rare-destinations.ts';

export const parameters = z.strictObject({
  connections: z.int().min(4).default(12).describe('Fewer connections show no rhythm.'),
  spanHours: z.number().positive().default(6).describe('From the first to the last of them.'),
  shape: z.number().positive().default(4).describe('The gamma shape of the times between them.'),
  evidence: z
    .number()
    .positive()
    .default(8)
    .describe(
      'How much better a clock must explain them than chance, as the logarithm of the likelihood ratio.',
    ),
  ...RARITY,
  expected: Blocks.default([]).describe(
    'Addresses and blocks that are polled on purpose: agents, mirrors, monitoring.',
  ),
  expectedPorts: z
    .array(z.int().min(0).max(65_535))
    .default([])
    .describe('Destination ports that are polled on purpose.'),
});

export type BeaconScope = DetectorScope<z.infer<typeof parameters>>;
