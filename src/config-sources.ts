/** The schema of the configuration's sources: one shape for each kind. */
import { z } from 'zod';
import { ByteCount } from './config-amounts.ts';

/** What somebody calls a thing, so that it stays one word in a question and an answer. */
export const Name = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, 'a word of letters, digits, dots, dashes and underscores')
  .meta({ title: 'a word of letters, digits, dots, dashes and underscores' });
const Text = z.string().min(1, 'a text that is not empty');
const AccountId = z
  .string('an account id in quotation marks: 12 digits')
  .regex(/^\d{12}$/, 'an account id: 12 digits, in quotation marks')
  .optional()
  .meta({
    title: 'an account id: 12 digits, in quotation marks',
    description: 'Whose records it holds; questions go by it where they name accounts.',
    examples: ['111122223333'],
  });
const Inventory = Text.optional().meta({
  title: 'the path of a directory',
  description: 'What the AWS CLI printed of the network, one `.json` file a command, instead of the EC2 API.',
  examples: ['./aws'],
});
const FlowLogs = Text.optional().meta({
  title: 'the path of a file',
  description: 'What `aws ec2 describe-flow-logs` printed, instead of the EC2 API.',
  examples: ['./describe-flow-logs.json'],
});
const Format = Text.optional().meta({
  title: 'names of fields, as AWS writes them',
  examples: ['version interface-id srcaddr dstaddr action log-status'],
});

/** What every source may say of itself. */
const About = {
  name: Name.describe('What answers call it, and questions: `in production`. No two have the same.').meta({
    examples: ['production'],
  }),
  tags: z
    .record(Name, Text)
    .optional()
    .describe('What questions choose by among many: `in team=payments`.')
    .meta({ examples: [{ team: 'payments' }] }),
};

/** Where and as whom AWS is called. What is left out comes from the SDK's own chain. */
const Aws = {
  account: AccountId,
  region: Text.optional()
    .describe('The AWS region; without it, that of the SDK’s own chain.')
    .meta({ examples: ['eu-west-1'] }),
  profile: Text.optional()
    .describe('A profile of `~/.aws/config`; without it, the SDK’s own chain.')
    .meta({ examples: ['network-audit'] }),
  role: z
    .strictObject({
      arn: z
        .string()
        .regex(/^arn:[\w-]+:iam::\d{12}:role\/\S+$/, 'the ARN of a role: arn:aws:iam::<account>:role/<name>')
        .meta({
          title: 'the ARN of a role',
          description: 'The role that is assumed.',
          examples: ['arn:aws:iam::111122223333:role/flows-reader'],
        }),
      externalId: Text.optional()
        .describe('The external id that the role’s trust policy asks for.')
        .meta({ examples: ['shared-7'] }),
    })
    .optional()
    .describe('A role to assume, such as a reader’s in another account. Its session is called `flows`.'),
  inventory: Inventory,
  flowLogs: FlowLogs,
  maxBytesPerQuery: ByteCount.optional().describe('A query that is seen to scan more is stopped.'),
};

const Files = z.strictObject({
  ...About,
  kind: z.literal('files').describe('Files: text, gzip or Parquet.'),
  paths: z
    .array(Text)
    .min(1, 'a list of at least one path')
    .describe('Files, globs, or directories laid out as S3 delivers them.')
    .meta({ examples: [['./records/*.log.gz']] }),
  format: Format.describe('The field names of the records, where the files have no header line.'),
  flowLogs: FlowLogs.describe(
    'What `aws ec2 describe-flow-logs` printed: it tells which interfaces are logged, and which actions are kept.',
  ),
  inventory: Inventory.describe('What the AWS CLI printed of the network, one `.json` file a command.'),
  account: AccountId,
});

const Insights = z.strictObject({
  ...About,
  ...Aws,
  kind: z.literal('insights').describe('CloudWatch Logs Insights.'),
  logGroups: z
    .array(Text)
    .min(1, 'a list of at least one log group')
    .optional()
    .describe('The log groups that hold the records; without them, those that DescribeFlowLogs names.')
    .meta({ examples: [['/vpc/flow']] }),
});

const Athena = z.strictObject({
  ...About,
  ...Aws,
  kind: z.literal('athena').describe('Amazon Athena, over tables in S3 that `flows athena-setup` can make.'),
  workgroup: Text.default('primary')
    .describe('The workgroup that queries run in; one with a limit of bytes is wise.')
    .meta({ examples: ['flows'] }),
  catalog: Text.default('AwsDataCatalog').describe('The data catalog that has the database.'),
  database: Text.describe('The database that has the tables.').meta({ examples: ['flows'] }),
  table: Text.optional()
    .describe('The table of VPC flow logs. Name this, `transitGatewayTable`, or both.')
    .meta({ examples: ['vpc_flow_logs'] }),
  transitGatewayTable: Text.optional()
    .describe('The table of transit gateway flow logs.')
    .meta({ examples: ['tgw_flow_logs'] }),
  output: z
    .string()
    .regex(/^s3:\/\/\S+$/, 'a place in S3: s3://bucket/prefix/')
    .optional()
    .meta({
      title: 'a place in S3: s3://bucket/prefix/',
      description: 'Where results are written; without it, where the workgroup says.',
      examples: ['s3://results/flows/'],
    }),
  format: Format.describe(
    'The field names of the records, for tables whose lines are one column, as Firehose delivers them.',
  ),
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
