/** How much must be sent to outside, and how much more than usual, before somebody hears of it. */
import { z } from 'zod';
import { Blocks } from '../detection/blocks-parameter.ts';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  megabytes: z.number().positive().default(50).describe('Less is nothing, however unusual.'),
  deviations: z
    .number()
    .positive()
    .default(6)
    .describe('How many robust standard deviations above normal, of the logarithm of the bytes.'),
  surplus: z
    .number()
    .min(0)
    .max(1)
    .default(0.4)
    .describe(
      'Of what is sent and received, the surplus of what is sent: 1 sends alone, 0 is balanced, -1 receives alone.',
    ),
  surplusShift: z
    .number()
    .min(0)
    .max(2)
    .default(0.4)
    .describe('How much more of a surplus than usual counts like a new destination.'),
  unknownMegabytes: z
    .number()
    .positive()
    .default(500)
    .describe('The megabytes where nothing is remembered that could tell what is usual.'),
  unknownSurplus: z
    .number()
    .min(0)
    .max(1)
    .default(0.8)
    .describe('The surplus where nothing is remembered that could tell what is usual.'),
  learnDays: z
    .number()
    .positive()
    .default(3)
    .describe('So much must be remembered before anything is called unusual.'),
  expected: Blocks.default([]).describe(
    'Addresses and blocks to which data is sent on purpose: backups, partners, mirrors.',
  ),
});

export type ExfiltrationScope = DetectorScope<z.infer<typeof parameters>>;
