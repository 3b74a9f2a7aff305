/** What makes a port scan of failed attempts, and who may scan. */
import { z } from 'zod';
import { allowedBlocks } from '../detection/allowed-blocks.ts';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  /** Different ports of one host that failed within five minutes, or more surely within an hour. */
  ports: z.int().min(4).default(15),
  /** Different administration and database ports of one host. */
  sensitivePorts: z.int().min(4).default(5),
  /** Different ports of several hosts together, each host's counted apart. */
  spread: z.int().min(12).default(30),
  /** Hosts that are meant to scan. */
  scanners: allowedBlocks,
});

export type PortScope = DetectorScope<z.infer<typeof parameters>>;

/** A detection below 0.7 of its threshold says nothing. */
export const LEAST_LEVEL = 0.7;
