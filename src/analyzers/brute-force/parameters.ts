/** What may be set of the detector of brute force. */
import { z } from 'zod';
import { allowedBlocks } from '../detection/allowed-blocks.ts';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  /** Of one client at one server. */
  attemptsPerHour: z.int().min(5).default(20),
  /** Different clients outside at one server. */
  clientsPerHour: z.int().min(5).default(20),
  /** Of all clients outside together. */
  attemptsPerDay: z.int().min(10).default(60),
  /** Clients that are expected to log in so often: monitoring, deployment. */
  clients: allowedBlocks,
});

export type BruteScope = DetectorScope<z.infer<typeof parameters>>;
/** A detection below 0.7 of its threshold says nothing. */
export const LEAST_LEVEL = 0.7;
