/** The schema of the configuration's sources: one shape for each kind. */
import { z } from 'zod';
import { ByteCount } from './config-amounts.ts';

const Name = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, 'a word of letters, digits, dots, dashes and underscores');
const Text = z.string().min(1, 'a text that is not empty');
const AccountId = z
  .string('an account id in quotation marks: 12 digits')
  .regex(/^\d{12}$/, 'an account id: 12 digits, in quotation marks');

/** What every source may say of itself. */
const About = {
  name: Name,
  /** By which questions choose among many: `in team=payments`. */
  tags: z.record(Name, Text).optional(),
};

/** Where and as whom AWS is called. What is left out comes from the SDK's own chain. */
const Aws = {
  /** Whose records it holds; questions go by it where they name accounts. */
  account: AccountId.optional(),
  region: Text.optional(),
  profile: Text.optional(),
  /** A role to assume, such as a reader's in another account. */
  role: z
    .strictObject({
      arn: z
        .string()
        .regex(/^arn:[\w-]+:iam::\d{12}:role\/\S+$/, 'the ARN of a role: arn:aws:iam::<account>:role/<name>'),
      externalId: Text.optional(),
    })
    .optional(),
  /** A directory with the network's configuration, instead of the EC2 API's. */
  inventory: Text.optional(),
  /** What `aws ec2 describe-flow-logs` printed, instead of what the EC2 API says. */
  flowLogs: Text.optional(),
  /** A query that scans more is stopped. */
  maxBytesPerQuery: ByteCount.optional(),
};

const Files = z.strictObject({
  ...About,
  kind: z.literal('files'),
  /** Files, globs, or directories laid out as S3 delivers them. */
  paths: z.array(Text).min(1, 'a list of at least one path'),
  /** The field names of the records, where the files have no header line. */
  format: Text.optional(),
  /** What `aws ec2 describe-flow-logs` printed. */
  flowLogs: Text.optional(),
  /** A directory with the network's configuration, as the AWS CLI printed it. */
  inventory: Text.optional(),
  account: AccountId.optional(),
});

const Insights = z.strictObject({
  ...About,
  ...Aws,
  kind: z.literal('insights'),
  /** Found through DescribeFlowLogs where none is named. */
  logGroups: z.array(Text).min(1, 'a list of at least one log group').optional(),
});

const Athena = z.strictObject({
  ...About,
  ...Aws,
  kind: z.literal('athena'),
  workgroup: Text.default('primary'),
  catalog: Text.default('AwsDataCatalog'),
  database: Text,
  /** The table of VPC flow logs. */
  table: Text.optional(),
  /** The table of transit gateway flow logs. */
  transitGatewayTable: Text.optional(),
  /** Where results are written, `s3://bucket/prefix/`; without it, where the workgroup says. */
  output: z
    .string()
    .regex(/^s3:\/\/\S+$/, 'a place in S3: s3://bucket/prefix/')
    .optional(),
  /** The field names of the records, for tables whose lines are one column, as Firehose delivers them. */
  format: Text.optional(),
});

export const Source = z.discriminatedUnion('kind', [Files, Insights, Athena]);

/** The settings that a source takes, of whichever kind. */
export const SOURCE_SETTINGS: readonly string[] = [
  ...new Set([Files, Insights, Athena].flatMap(({ shape }) => Object.keys(shape))),
];

export type FilesSettings = z.infer<typeof Files>;
export type InsightsSettings = z.infer<typeof Insights>;
export type AthenaSettings = z.infer<typeof Athena>;
export type SourceSettings = z.infer<typeof Source>;
