/** What may be set of the detector of brute force. */
import { z } from 'zod';
import { Blocks } from '../detection/blocks-parameter.ts';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  /** Of one client at one server. */
  attemptsPerHour: z.int().min(5).default(20),
  /** Different clients outside at one server. */
  clientsPerHour: z.int().min(5).default(20),
  /** Of all clients outside together. */
  attemptsPerDay: z.int().min(10).default(60),
  /** Clients that are expected to log in so often: monitoring, deployment. */
  clients: Blocks.default([]),
});

export type BruteScope = DetectorScope<z.infer<typeof parameters>>;
