/** Whether the partitions that a table's properties tell go on up to now (Athena User Guide, "Supported types for partition projection"). */
import type { AthenaTable, TablePartition } from '../../../backends/athena/table.ts';
import type { TableMetadata } from '../../../backends/athena/table-properties.ts';
import { isInTimeOrder, writtenTime } from '../../../backends/athena/time-pattern.ts';
import { type Check, fine, problem } from '../check.ts';

/** The last value of a range; null where the range goes on as time does, or is not told. */
function endOf({ parameters }: TableMetadata, column: string): string | null {
  const end = parameters.get(`projection.${column}.range`)?.split(',')[1]?.trim();
  return end === undefined || /NOW/i.test(end) ? null : end;
}

function isOver({ meaning }: TablePartition, end: string, now: number): boolean {
  if (meaning.kind === 'time')
    return isInTimeOrder(meaning.pattern) && end < writtenTime(meaning.pattern, now);
  return (
    meaning.kind === 'time-part' &&
    meaning.part === 'year' &&
    Number(end) < new Date(now * 1000).getUTCFullYear()
  );
}

function goingOn({ meaning }: TablePartition, { parameters }: TableMetadata, column: string): string {
  const begin = parameters.get(`projection.${column}.range`)?.split(',')[0]?.trim() ?? '';
  return meaning.kind === 'time' ? `${begin},NOW` : `${begin},2100`;
}

/** @param now seconds since the epoch */
export function projectionChecks(
  about: string,
  { database, name, partitions }: AthenaTable,
  metadata: TableMetadata,
  now: number,
): readonly Check[] {
  const ended = partitions.flatMap((partition) => {
    const end = endOf(metadata, partition.name);
    if (end === null || !isOver(partition, end, now)) return [];
    const range = goingOn(partition, metadata, partition.name);
    return [
      problem(
        about,
        `The projection of \`${partition.name}\` ends with ${end}: newer records of ${database}.${name} are not found.`,
        `ALTER TABLE ${database}.${name} SET TBLPROPERTIES ('projection.${partition.name}.range' = '${range}'), in Athena`,
      ),
    ];
  });
  return ended.length > 0
    ? ended
    : [fine(about, `The partitions of ${database}.${name} are projected up to now.`)];
}
