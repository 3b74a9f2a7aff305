/** The properties of a table as GetTableMetadata hands them out: SerDe, input format and location stand among its parameters. */

export interface MetadataColumn {
  readonly name: string;
  /** As Hive writes it: `int`, `string`, `varchar(12)`. */
  readonly type: string;
}

export interface TableMetadata {
  readonly columns: readonly MetadataColumn[];
  readonly partitionKeys: readonly MetadataColumn[];
  readonly parameters: ReadonlyMap<string, string>;
}

export interface FilesFormat {
  readonly form: 'text' | 'json' | 'parquet';
  /** Lines at the head of each file that are no records. */
  readonly skippedLines: number;
  /** What stands between two fields; null where that is not told or not the table's to say. */
  readonly delimiter: string | null;
}

/** The names under which the parameters stand: AWS CLI's example of `get-table-metadata`. */
export function formatOfFiles({ parameters }: TableMetadata): FilesFormat {
  const library = parameters.get('serde.serialization.lib') ?? '';
  const made = `${library} ${parameters.get('inputformat') ?? ''} ${parameters.get('classification') ?? ''}`;
  const skipped = Number(parameters.get('skip.header.line.count') ?? 0);
  return {
    form: /parquet/i.test(made) ? 'parquet' : /json/i.test(made) ? 'json' : 'text',
    skippedLines: Number.isFinite(skipped) ? skipped : 0,
    delimiter: /LazySimpleSerDe/i.test(library) ? (parameters.get('serde.param.field.delim') ?? null) : null,
  };
}

/** Whether the partitions are told by properties of the table instead of the catalog. */
export function isProjected({ parameters }: TableMetadata): boolean {
  return parameters.get('projection.enabled')?.trim().toLowerCase() === 'true';
}

/** The path of a projected partition, with `${column}` for the value of each column. */
export function templateOf(metadata: TableMetadata): string | undefined {
  return isProjected(metadata) ? metadata.parameters.get('storage.location.template') : undefined;
}

/** Where the files are, as far as all partitions share it. A template overrules the table's own location. */
export function locationOf(metadata: TableMetadata): string | null {
  const shared = templateOf(metadata)?.split('${')[0];
  return shared?.slice(0, shared.lastIndexOf('/') + 1) ?? metadata.parameters.get('location') ?? null;
}
