/** How much must be sent to outside, and how much more than usual, before somebody hears of it. */
import { z } from 'zod';
import { Blocks } from '../detection/blocks-parameter.ts';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  /** Less is nothing, however unusual. */
  megabytes: z.number().positive().default(50),
  /** How many robust standard deviations above normal, of the logarithm of the bytes. */
  deviations: z.number().positive().default(6),
  /** Of what is sent and received, the surplus of what is sent: 1 sends alone, 0 is balanced, -1 receives alone. */
  surplus: z.number().min(0).max(1).default(0.4),
  /** How much more of a surplus than usual counts like a new destination. */
  surplusShift: z.number().min(0).max(2).default(0.4),
  /** The same where nothing is remembered that could tell what is usual. */
  unknownMegabytes: z.number().positive().default(500),
  unknownSurplus: z.number().min(0).max(1).default(0.8),
  /** So much must be remembered before anything is called unusual. */
  learnDays: z.number().positive().default(3),
  /** Addresses and blocks to which data is sent on purpose: backups, partners, mirrors. */
  expected: Blocks.default([]),
});

export type ExfiltrationScope = DetectorScope<z.infer<typeof parameters>>;
