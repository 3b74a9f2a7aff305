/** What makes a port scan of failed attempts, and who may scan. */
import { z } from 'zod';
import { Blocks } from '../detection/blocks-parameter.ts';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  /** Different ports of one host that failed within five minutes, or more surely within an hour. */
  ports: z.int().min(4).default(15),
  /** Different administration and database ports of one host. */
  sensitivePorts: z.int().min(4).default(5),
  /** Different ports of several hosts together, each host's counted apart. */
  spread: z.int().min(12).default(30),
  /** Hosts that are meant to scan. */
  scanners: Blocks.default([]),
});

export type PortScope = DetectorScope<z.infer<typeof parameters>>;
