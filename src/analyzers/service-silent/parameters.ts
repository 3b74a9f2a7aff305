/** What the detector of silent services is set to. */
import { z } from 'zod';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  always: z
    .number()
    .min(0.5)
    .max(1)
    .default(0.9)
    .describe('A service counts as one that always answers where it does in this share of all slots.'),
  slots: z.int().min(1).default(3).describe('Silent slots at least.'),
  chance: z
    .number()
    .positive()
    .max(0.05)
    .default(1e-4)
    .describe(
      'The chance of so many silent slots must be below this where clients still ask, in vain, which is a sign of its own.',
    ),
  unasked: z
    .number()
    .positive()
    .max(0.05)
    .default(1e-9)
    .describe(
      'And below this where nobody asks any more: what has few clients is often left alone for a while.',
    ),
  clientPorts: z
    .int()
    .min(1)
    .default(3)
    .describe(
      'Answers went to so many different ports at least: a client’s own end of a lasting connection hears from one alone.',
    ),
  clients: z
    .array(z.int().min(0).max(65535))
    .default([67, 68, 123, 546, 547])
    .describe('Source ports of those who ask rather than serve: NTP and DHCP clients.'),
});

type Settings = z.infer<typeof parameters>;
export type SilenceScope = DetectorScope<Settings>;
