/** A question as every edge makes it: Slack, the terminal, mentions, buttons and alerts. */
import { z } from 'zod';

const ipAddress = z.object({
  kind: z.literal('address'),
  family: z.union([z.literal(4), z.literal(6)]),
  text: z.string(),
});
const cidr = z.object({
  kind: z.literal('cidr'),
  family: z.union([z.literal(4), z.literal(6)]),
  text: z.string(),
  prefix: z.int().min(0).max(128),
});
const resource = z.object({
  kind: z.enum(['network-interface', 'instance', 'security-group', 'subnet', 'vpc']),
  /** `eni-…`, `i-…`, `sg-…`, `subnet-…`, `vpc-…`. */
  id: z.string(),
});
/** A `Name` tag, to be resolved through the network's configuration. */
const name = z.object({ kind: z.literal('name'), name: z.string() });

export const Subject = z.union([ipAddress, cidr, resource, name]);
export type Subject = z.infer<typeof Subject>;

export const PortRange = z
  .object({ low: z.int().min(0).max(65535), high: z.int().min(0).max(65535) })
  .refine(({ low, high }) => low <= high, 'the first port of a range is the lower one');
export type PortRange = z.infer<typeof PortRange>;

export const Request = z.object({
  /** The text as it was typed, without the command's own name; shown back, never parsed again. */
  text: z.string(),
  verb: z.string(),
  subjects: z.array(Subject),
  /** Seconds since the epoch; `end` is not in it. */
  window: z.object({ start: z.int(), end: z.int() }),
  port: PortRange.optional(),
  /** IANA protocol number. */
  protocol: z.int().min(0).max(255).optional(),
  from: Subject.optional(),
  to: Subject.optional(),
  action: z.enum(['ACCEPT', 'REJECT']).optional(),
  /** The words of the `by` clauses, a measure before the groupings, with one space between them: `bytes`, `port`, `bytes source port`. */
  by: z.string().optional(),
  limit: z.int().min(1).max(1000).optional(),
  /** Which of the configured sources: a name, a tag (`team=payments`), an account, a region, `all`; several with commas between them. */
  source: z.string().optional(),
  /** The earlier of the two windows of a comparison, the one that `window` is compared with; they share no time. Seconds since the epoch; `end` is not in it. */
  versus: z.object({ start: z.int(), end: z.int() }).optional(),
  /** Asked anew, whatever is remembered of the same question. */
  fresh: z.literal(true).optional(),
  /** The result is wanted as a file too. */
  file: z.enum(['csv', 'parquet']).optional(),
  /** The id of a flow log, or of the transit gateway that it is attached to. */
  flowLog: z.string().optional(),
  /** What Firehose delivers is meant, not what a flow log writes to S3 itself. */
  firehose: z.literal(true).optional(),
  /** What follows the verb as it stands, for verbs that take text instead of subjects and clauses. */
  argument: z.string().optional(),
});
export type Request = z.infer<typeof Request>;
