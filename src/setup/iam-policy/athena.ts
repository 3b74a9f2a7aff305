/** What asking Athena takes: of Athena itself, of the catalog, of the records in S3, and of the place of the results. */
import type { AthenaSettings } from '../../config.ts';
import type { Allowed } from './allowed.ts';
import { allow, arn, type Statement, type Where } from './statement.ts';

/** Stands where the configuration does not tell the bucket: no bucket can have that name, so nothing is allowed by mistake. */
const RECORDS = 'BUCKET-OF-THE-RECORDS';
const RESULTS = 'BUCKET-OF-THE-RESULTS';
/** Athena's name of the Glue catalog of the account. */
const GLUE = 'AwsDataCatalog';

function glueStatements({ database, catalog }: AthenaSettings, tables: readonly string[], where: Where) {
  if (catalog !== GLUE) return [];
  const resources = [
    'catalog',
    `database/${database}`,
    ...tables.map((table) => `table/${database}/${table}`),
  ];
  return [
    allow(
      'ReadTheCatalog',
      ['glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable'],
      resources.map((resource) => arn(where, 'glue', resource)),
    ),
  ];
}

function resultStatements(output: string | undefined, { partition }: Where): readonly Statement[] {
  const [bucket = RESULTS, ...path] = output?.replace(/^s3:\/\//, '').split('/') ?? [];
  const prefix = path.join('/').replace(/\/?$/, '/').replace(/^\//, '');
  return [
    allow('FindTheResults', ['s3:GetBucketLocation'], `arn:${partition}:s3:::${bucket}`),
    allow('KeepTheResults', ['s3:GetObject', 's3:PutObject'], `arn:${partition}:s3:::${bucket}/${prefix}*`),
  ];
}

function notesOf({ name, output, database, catalog }: AthenaSettings, tables: readonly string[]) {
  const [table = ''] = tables;
  const location =
    catalog === GLUE
      ? `aws glue get-table --database-name ${database} --name ${table} --query Table.StorageDescriptor.Location`
      : `the catalog ${catalog}`;
  return [
    `The configuration does not tell where the records of ${name} are: put their bucket and prefix in place of ${RECORDS}; ${catalog === GLUE ? `\`${location}\`` : location} tells it. Where they are encrypted with a key of your own, allow kms:Decrypt on it.`,
    ...(output === undefined
      ? [
          `The configuration does not tell where the results of ${name} go: put the bucket of its workgroup in place of ${RESULTS}, or set \`output\`.`,
        ]
      : []),
  ];
}

export function athenaStatements(settings: AthenaSettings, where: Where): Allowed {
  const { workgroup, catalog, table, transitGatewayTable, output } = settings;
  const tables = [table, transitGatewayTable].filter((one) => one !== undefined);
  const { partition } = where;
  return {
    statements: [
      allow(
        'AskAthena',
        [
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:GetWorkGroup',
          'athena:StartQueryExecution',
          'athena:StopQueryExecution',
        ],
        arn(where, 'athena', `workgroup/${workgroup}`),
      ),
      allow('DescribeTheTables', ['athena:GetTableMetadata'], arn(where, 'athena', `datacatalog/${catalog}`)),
      ...glueStatements(settings, tables, where),
      allow('FindTheRecords', ['s3:ListBucket'], `arn:${partition}:s3:::${RECORDS}`),
      allow('ReadTheRecords', ['s3:GetObject'], `arn:${partition}:s3:::${RECORDS}/*`),
      ...resultStatements(output, where),
    ],
    notes: notesOf(settings, tables),
  };
}
