/** What makes a port scan of failed attempts, and who may scan. */
import { z } from 'zod';
import { Blocks } from '../detection/blocks-parameter.ts';
import type { DetectorScope } from '../detection/detector.ts';

export const parameters = z.strictObject({
  ports: z
    .int()
    .min(4)
    .default(15)
    .describe('Different ports of one host that failed within five minutes, or more surely within an hour.'),
  sensitivePorts: z
    .int()
    .min(4)
    .default(5)
    .describe('Different administration and database ports of one host.'),
  spread: z
    .int()
    .min(12)
    .default(30)
    .describe('Different ports of several hosts together, each host’s counted apart.'),
  scanners: Blocks.default([]).describe('Hosts that are meant to scan.'),
});

export type PortScope = DetectorScope<z.infer<typeof parameters>>;
