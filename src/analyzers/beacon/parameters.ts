/** What makes a beacon of connections, and whose are expected. */
import { z } from 'zod';
import { Blocks } from '../detection/blocks-parameter.ts';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  /** Fewer connections show no rhythm. */
  connections: z.int().min(4).default(12),
  /** From the first to the last of them. */
  spanHours: z.number().positive().default(6),
  /** The gamma shape of the times between them. */
  shape: z.number().positive().default(4),
  /** How much better a clock must explain them than chance, as the logarithm of the likelihood ratio. */
  evidence: z.number().positive().default(8),
  /** A destination with which more of ours talk is a service of everybody's. */
  talkers: z.int().min(1).default(2),
  /** The same, as a share of those that talk to outside at all. */
  talkersShare: z.number().min(0).max(1).default(0.02),
  /** A destination that any of ours has known for so long is no news. */
  newDays: z.int().min(1).default(7),
  /** Addresses and blocks that are polled on purpose: agents, mirrors, monitoring. */
  expected: Blocks.default([]),
  /** Destination ports that are polled on purpose. */
  expectedPorts: z.array(z.int().min(0).max(65_535)).default([]),
});

export type BeaconScope = DetectorScope<z.infer<typeof parameters>>;
