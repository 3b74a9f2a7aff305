/** The tables: whether they are there, and what kind of table was understood. */
import type { AthenaApi } from '../../../backends/athena/athena-api.ts';
import { hasField } from '../../../backends/athena/records.ts';
import type { AthenaTable } from '../../../backends/athena/table.ts';
import { tableOf } from '../../../backends/athena/table-metadata.ts';
import { formatOfFiles, isProjected, type TableMetadata } from '../../../backends/athena/table-properties.ts';
import { timeColumns } from '../../../backends/athena/time-levels.ts';
import type { AthenaSettings } from '../../../config.ts';
import { counted } from '../../../present/quantities.ts';
import type { FieldKey } from '../../../record/fields.ts';
import { formatNamed } from '../../../sources/told-format.ts';
import { type Check, fine, problem, warning } from '../check.ts';
import { ANSWERS_WRONG, lackingBasics, lackingFields } from '../wanted-fields.ts';
import { aboutOf, failedCheck } from './failed.ts';

const SETUP = 'flows athena-setup prints a table that fits the flow log';

export interface LookedAt {
  readonly checks: readonly Check[];
  /** What was understood; null where it was not. */
  readonly read: { readonly table: AthenaTable; readonly metadata: TableMetadata } | null;
}

function understood({ database, name, columns, line, partitions }: AthenaTable, metadata: TableMetadata) {
  const { form } = formatOfFiles(metadata);
  const files = { text: 'text files', json: 'JSON', parquet: 'Parquet' }[form];
  const fields = line ? 'whole lines in one column' : counted(columns.size, 'field');
  const parted =
    partitions.length === 0 ? 'no partitions' : `parted by ${partitions.map((one) => one.name).join(', ')}`;
  const how = isProjected(metadata) ? ' (projected)' : '';
  return `${database}.${name}: ${files}, ${fields}, ${parted}${how}.`;
}

/** Fields of whole lines are those that `format` of the source names. */
function lackingCheck(about: string, table: AthenaTable): readonly Check[] {
  const { database, name, kind, line } = table;
  if (kind !== 'vpc') return [];
  const has = (key: FieldKey) => hasField(table, key);
  const told = `${database}.${name}`;
  const basics = lackingBasics(has);
  if (basics.length > 0 && line)
    return [
      problem(
        about,
        `Without the fields ${basics.map((field) => field.name).join(', ')} in the lines of ${told}, ${ANSWERS_WRONG}.`,
        'Name in `format` of the source all fields that LogFormat of the flow log has.',
      ),
    ];
  if (basics.length > 0)
    return [
      problem(
        about,
        `Without the columns ${basics.map((field) => field.parquetColumn).join(', ')} of ${told}, ${ANSWERS_WRONG}.`,
        `${SETUP}, where that records them`,
      ),
    ];
  const missing = lackingFields(has).map(({ parquetColumn }) => parquetColumn);
  if (line || missing.length === 0) return [];
  return [
    warning(
      about,
      `Without the columns ${missing.join(', ')} of ${told}, less is told apart.`,
      `${SETUP}, where that records them`,
    ),
  ];
}

export async function lookAtTable(
  api: AthenaApi,
  settings: AthenaSettings,
  kind: AthenaTable['kind'],
  name: string,
): Promise<LookedAt> {
  const { catalog, database, format } = settings;
  const about = `source ${settings.name}`;
  const named = { catalog, database, name };
  try {
    const metadata = await api.table(named);
    const lineFormat = format === undefined ? null : formatNamed(format);
    const table = tableOf(metadata, { ...named, kind, lineFormat });
    const told = timeColumns(table.partitions)
      ? []
      : [
          problem(
            about,
            `No partition column of ${database}.${name} tells the day in a way that is known here: every question would scan all of it, so none is asked.`,
            SETUP,
          ),
        ];
    return {
      checks: [fine(about, understood(table, metadata)), ...told, ...lackingCheck(about, table)],
      read: { table, metadata },
    };
  } catch (error) {
    return {
      checks: [failedCheck(settings, error, 'GetTableMetadata', aboutOf(settings, name))],
      read: null,
    };
  }
}
