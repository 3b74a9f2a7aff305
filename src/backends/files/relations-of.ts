/** Known files as relations: those that are read alike together, and by themselves the records that had to be parsed here. */
import { formatNames } from '../../record/format.ts';
import type { KnownFile } from './known-file.ts';
import { commonColumns } from './parquet-columns.ts';
import { parquetRelation, type Relation, type TextFiles, textRelation } from './relation.ts';

/** Files that are read alike become one relation each. */
export function relationsOf(files: readonly KnownFile[], rejects: TextFiles['rejects']): readonly Relation[] {
  const alike = new Map<string, readonly KnownFile[]>();
  for (const file of files) {
    const key = likenessOf(file);
    if (key !== null) alike.set(key, [...(alike.get(key) ?? []), file]);
  }
  const read = [...alike.values()].flatMap((group) => groupRelation(group, rejects) ?? []);
  return [...read, ...files.flatMap(({ parsed }) => parsed ?? [])];
}

function likenessOf({ reader, packed }: KnownFile): string | null {
  switch (reader.kind) {
    case 'columns':
      return `${packed} ${reader.hasHeader} ${reader.strict} ${formatNames(reader.format)}`;
    case 'parquet':
      return `parquet ${JSON.stringify([...reader.columns].map(([key, { name }]) => [key, name]))}`;
    case 'table':
      return null;
  }
}

function groupRelation(group: readonly KnownFile[], rejects: TextFiles['rejects']): Relation | undefined {
  const paths = group.map(({ path, reader }) => (reader.kind === 'parquet' ? reader.at : path));
  const [sample] = group;
  if (sample?.reader.kind === 'parquet') {
    const columns = group.flatMap(({ reader }) => (reader.kind === 'parquet' ? [reader.columns] : []));
    return parquetRelation({ paths, columns: commonColumns(columns) });
  }
  if (sample?.reader.kind !== 'columns') return undefined;
  const { format, hasHeader, strict } = sample.reader;
  return textRelation({
    paths,
    format,
    hasHeader,
    strict,
    compression: sample.packed === 'gzip' ? 'gzip' : 'none',
    rejects,
  });
}
