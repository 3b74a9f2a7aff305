/** From what GetTableMetadata tells of a table to what a query has to know of it; or why it is no table of flow logs that can be asked. */
import { SourceError } from '../../query/source-error.ts';
import { FIELD_KEYS, FIELDS, type FieldKey } from '../../record/fields.ts';
import type { RecordFormat } from '../../record/format.ts';
import type { AthenaTable, TableColumn } from './table.ts';
import { partitionsOf } from './table-partitions.ts';
import { formatOfFiles, locationOf, type MetadataColumn, type TableMetadata } from './table-properties.ts';

/** What the configuration says of a table. */
export interface NamedTable {
  readonly kind: AthenaTable['kind'];
  readonly catalog: string;
  readonly database: string;
  readonly name: string;
  /** Of the lines, where a whole line is one column. */
  readonly lineFormat: RecordFormat | null;
}

const NUMBERS: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'int', 'integer', 'bigint']);
const TEXTS = /^(?:string|varchar(?:\(\d+\))?|char(?:\(\d+\))?)$/;

/** The columns of the table that AWS documented for the fields of version 2 before it named columns as the fields; such tables are still about. */
const EARLIER_NAMES: Readonly<Record<string, FieldKey>> = {
  account: 'accountId',
  interfaceid: 'interfaceId',
  sourceaddress: 'srcAddr',
  destinationaddress: 'dstAddr',
  sourceport: 'srcPort',
  destinationport: 'dstPort',
  numpackets: 'packets',
  numbytes: 'bytes',
  starttime: 'start',
  endtime: 'end',
  logstatus: 'logStatus',
};

const keysByColumn: ReadonlyMap<string, FieldKey> = new Map(
  FIELD_KEYS.map((key) => [FIELDS[key].parquetColumn, key]),
);

/** Glue keeps names in lower case; a crawler keeps the hyphens of a header line. */
function keyOf(column: string): FieldKey | undefined {
  const name = column.toLowerCase().replaceAll('-', '_');
  return keysByColumn.get(name) ?? (Object.hasOwn(EARLIER_NAMES, name) ? EARLIER_NAMES[name] : undefined);
}

function problem(table: NamedTable, happened: string, todo: string): SourceError {
  return new SourceError({
    code: 'misconfigured',
    attempted: `understand the table ${table.database}.${table.name}`,
    happened,
    todo,
  });
}

function typeOf(column: MetadataColumn, table: NamedTable): TableColumn['type'] {
  const type = column.type.toLowerCase();
  if (NUMBERS.has(type)) return 'number';
  if (TEXTS.test(type)) return 'text';
  throw problem(
    table,
    `its column \`${column.name}\` is of type ${column.type}.`,
    'A field is int, bigint or string; `athena-setup` prints a table that fits the flow log.',
  );
}

function fieldColumns(metadata: TableMetadata, table: NamedTable): ReadonlyMap<FieldKey, TableColumn> {
  const columns = new Map<FieldKey, TableColumn>();
  for (const column of metadata.columns) {
    const key = keyOf(column.name);
    if (key && !columns.has(key)) columns.set(key, { name: column.name, type: typeOf(column, table) });
  }
  return columns;
}

/** A single column of text that is no field: it holds whole lines, as Firehose delivers them. */
function lineColumn(metadata: TableMetadata, table: NamedTable): AthenaTable['line'] {
  const [column, ...others] = metadata.columns;
  if (!column || others.length > 0 || !TEXTS.test(column.type.toLowerCase())) return null;
  if (table.lineFormat) return { column: column.name, format: table.lineFormat };
  throw problem(
    table,
    `its only column \`${column.name}\` holds whole lines, and in which order their fields stand is not known.`,
    'Name the fields in `format` of the source, as LogFormat of the flow log has them.',
  );
}

function noFields(metadata: TableMetadata, table: NamedTable): SourceError {
  const names = metadata.columns.map(({ name }) => `\`${name}\``).join(', ');
  return problem(
    table,
    `none of its columns is a field of flow logs: ${names === '' ? 'it has none' : names}.`,
    'Columns are named as the fields, with underscores: srcaddr, interface_id, log_status. `athena-setup` prints a table that fits the flow log.',
  );
}

/** A table of one kind under the setting for the other would answer every question with nothing. */
function refuseOtherKind(columns: ReadonlyMap<FieldKey, TableColumn>, table: NamedTable): void {
  const kind = columns.has('tgwId') ? 'transit-gateway' : columns.has('interfaceId') ? 'vpc' : table.kind;
  if (kind === table.kind) return;
  const [its, right] =
    kind === 'vpc'
      ? ['interface_id, so its records are those of VPC flow logs', 'table']
      : ['tgw_id, so its records are those of a transit gateway', 'transitGatewayTable'];
  throw problem(table, `it has the column ${its}.`, `Name it in \`${right}\` of the source.`);
}

/** @throws SourceError that names what cannot be understood, and what could */
export function tableOf(metadata: TableMetadata, table: NamedTable): AthenaTable {
  const files = formatOfFiles(metadata);
  const columns = fieldColumns(metadata, table);
  const line = columns.size === 0 ? lineColumn(metadata, table) : null;
  if (columns.size === 0 && !line) throw noFields(metadata, table);
  if (files.delimiter !== null && files.delimiter !== ' ' && columns.size > 1) {
    throw problem(
      table,
      `it parts its lines at ${JSON.stringify(files.delimiter)}, and the fields of flow logs stand apart by a space.`,
      "Make the table with FIELDS TERMINATED BY ' '; `athena-setup` prints it.",
    );
  }
  refuseOtherKind(columns, table);
  return {
    kind: table.kind,
    catalog: table.catalog,
    database: table.database,
    name: table.name,
    columns,
    line,
    partitions: partitionsOf(metadata, (happened, todo) => problem(table, happened, todo)),
    hasHeaderRows: files.form === 'text' && files.skippedLines === 0,
    location: locationOf(metadata),
  };
}
