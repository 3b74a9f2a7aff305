import { describe } from 'vitest';
import { athenaTable } from '../../../src/analyzers/athena-setup.ts';
import type { MetadataColumn, TableMetadata } from '../../../src/backends/athena/table-properties.ts';
import type { FieldKey } from '../../../src/record/fields.ts';
import type { FlowRecord } from '../../../src/record/record.ts';
import { athenaSource, executionReply, resultsReply } from '../../kit/athena-source.ts';
import { type AwsMock, mockAws, ok } from '../../kit/aws-mock.ts';
import { answersAsMemoryDoes, CASE_RECORDS } from '../../kit/engine-contract.ts';
import { tableMade } from '../../kit/hive-ddl.ts';
import { formatOf } from '../../kit/insights-events.ts';
import { CASE_HEADER, START } from '../../kit/query-cases.ts';
import { flowLog, request, scope } from '../../kit/scope.ts';
import { openTrino, type TrinoOnDuckDb } from '../../kit/trino-on-duckdb.ts';

const ACCOUNT = '111122223333';

/** The table that athena-setup prints for Parquet files by the hour, as the catalog keeps it. */
function printedTable(): TableMetadata {
  const one = flowLog({
    destination: 's3',
    destinationName: 'arn:aws:s3:::records',
    format: CASE_HEADER.split(' '),
    files: { fileFormat: 'parquet', hivePartitions: false, hourly: true },
    account: ACCOUNT,
    region: 'eu-west-1',
  });
  const asked = scope({ request: request({ verb: 'athena-setup', subjects: [] }), flowLogs: [one] });
  const ddl = athenaTable.analyze({}, asked).plan?.find(({ title }) => title === 'Table')?.text;
  return tableMade(ddl ?? '');
}

function described(columns: readonly MetadataColumn[]) {
  return columns.map(({ name, type }) => ({ Name: name, Type: type }));
}

function literal(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  return typeof value === 'number' ? String(value) : `'${value}'`;
}

const KEYS: readonly FieldKey[] = formatOf(CASE_HEADER).fields.flatMap(({ key }) => key ?? []);

/** A record in the partition of the hour in which it was delivered. */
function rowOf(record: FlowRecord): string {
  const at = new Date((record.end ?? record.start ?? START) * 1000).toISOString();
  const hour = `${at.slice(0, 10).replaceAll('-', '/')}/${at.slice(11, 13)}`;
  const cells = [...KEYS.map((key) => record[key]), ACCOUNT, 'eu-west-1', hour];
  return `(${cells.map(literal).join(', ')})`;
}

async function filled({ columns, partitionKeys }: TableMetadata): Promise<TrinoOnDuckDb> {
  const trino = await openTrino('AwsDataCatalog');
  const types = { int: 'INTEGER', bigint: 'BIGINT', string: 'VARCHAR' };
  const named = [...columns, ...partitionKeys].map(
    ({ name, type }) => `"${name}" ${types[type as keyof typeof types]}`,
  );
  await trino.connection.run(`CREATE TABLE "AwsDataCatalog".logs.vpc (${named.join(', ')})`);
  const rows = CASE_RECORDS.map(rowOf).join(', ');
  await trino.connection.run(`INSERT INTO "AwsDataCatalog".logs.vpc VALUES ${rows}`);
  return trino;
}

function cellText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** Pages are this small, so that results have several. */
const PAGE = 7;

/** Athena that runs the statements it is sent, and hands their rows out in pages. */
function serve(aws: AwsMock, trino: TrinoOnDuckDb, table: TableMetadata): void {
  const results: (readonly (readonly (string | null)[])[])[] = [];
  aws.reply(
    'GetTableMetadata',
    ok({
      TableMetadata: {
        Name: 'vpc',
        Columns: described(table.columns),
        PartitionKeys: described(table.partitionKeys),
        Parameters: Object.fromEntries(table.parameters),
      },
    }),
  );
  aws.maybe('StartQueryExecution', async ({ QueryString, ExecutionParameters }) => {
    const parameters = Array.isArray(ExecutionParameters) ? ExecutionParameters.map(String) : [];
    const rows = await trino.query(String(QueryString), parameters);
    const header = (rows[0] ?? []).map((_, index) => `c${index}`);
    return ok({
      QueryExecutionId: `q-${results.push([header, ...rows.map((row) => row.map(cellText))]) - 1}`,
    });
  });
  aws.maybe('GetQueryExecution', executionReply('SUCCEEDED'));
  aws.maybe('GetQueryResults', ({ QueryExecutionId, NextToken }) => {
    const rows = results[Number(String(QueryExecutionId).slice(2))] ?? [];
    const from = Number(NextToken ?? 0);
    return resultsReply(
      rows.slice(from, from + PAGE),
      from + PAGE < rows.length ? String(from + PAGE) : undefined,
    );
  });
}

describe('the engine of Athena, over a table that athena-setup prints', () => {
  const aws = mockAws();

  answersAsMemoryDoes(async () => {
    const table = printedTable();
    const trino = await filled(table);
    serve(aws, trino, table);
    const { engine } = athenaSource({ database: 'logs', table: 'vpc', account: ACCOUNT });
    return {
      ...engine,
      async close() {
        await engine.close();
        trino.close();
      },
    };
  });
});
