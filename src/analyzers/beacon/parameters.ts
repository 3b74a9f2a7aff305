/** What makes a beacon of connections, and whose are expected. */
import { z } from 'zod';
import { Blocks } from '../detection/blocks-parameter.ts';
import type { DetectorScope } from '../detection/detector.ts';

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
  talkers: z
    .int()
    .min(1)
    .default(2)
    .describe('A destination with which more of ours talk is a service of everybody’s.'),
  talkersShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .describe('The same, as a share of those that talk to outside at all.'),
  newDays: z
    .int()
    .min(1)
    .default(7)
    .describe('A destination that any of ours has known for so long is no news.'),
  expected: Blocks.default([]).describe(
    'Addresses and blocks that are polled on purpose: agents, mirrors, monitoring.',
  ),
  expectedPorts: z
    .array(z.int().min(0).max(65_535))
    .default([])
    .describe('Destination ports that are polled on purpose.'),
});

export type BeaconScope = DetectorScope<z.infer<typeof parameters>>;
