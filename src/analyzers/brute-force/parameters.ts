/** What may be set of the detector of brute force. */
import { z } from 'zod';
import { Blocks } from '../detection/blocks-parameter.ts';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  attemptsPerHour: z.int().min(5).default(20).describe('Of one client at one server.'),
  clientsPerHour: z.int().min(5).default(20).describe('Different clients outside at one server.'),
  attemptsPerDay: z.int().min(10).default(60).describe('Of all clients outside together.'),
  clients: Blocks.default([]).describe(
    'Clients that are expected to log in so often: monitoring, deployment.',
  ),
});

export type BruteScope = DetectorScope<z.infer<typeof parameters>>;
