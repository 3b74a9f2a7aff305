/**
 * How old the newest partition is that the catalog knows: records that lie in later ones are not found. The catalog is asked through the table
 * `…$partitions`, which reads no file of records (Athena User Guide, "List partitions for a specific table").
 */
import { quotedName } from '../../../backends/athena/sql.ts';
import type { AthenaTable } from '../../../backends/athena/table.ts';
import { type TimeColumns, timeColumns } from '../../../backends/athena/time-levels.ts';
import { duration } from '../../../present/time.ts';
import { attemptChecks } from '../attempts.ts';
import { type Check, fine, problem } from '../check.ts';
import { aboutOf, failedCheck } from './failed.ts';
import { type Asking, runStatement } from './statement.ts';

const UNIT_SECONDS = { day: 86_400, hour: 3600 } as const;
/** Further back a partition's time is not looked for: what is as old is too old in any case. Seconds. */
const LOOKED_FOR = 400 * 86_400;
/** Loaders add a partition when its first file has come, or some time after. Seconds. */
const LATE = 2 * 3600;

function textOf(table: AthenaTable, { levels }: TimeColumns): string {
  const from = [table.catalog, table.database, `${table.name}$partitions`].map(quotedName).join('.');
  const columns = levels.map(({ column }) => column);
  const order = columns.map((column) => `${column} DESC`).join(', ');
  return `SELECT ${columns.join(', ')} FROM ${from} ORDER BY ${order} LIMIT 1`;
}

/** A literal as its value stands in a result: without the word of its type, and without quotation marks. */
function shown(literal: string): string {
  return literal.replace(/^DATE /, '').replace(/^'(.*)'$/, '$1');
}

/** When the partition ends that has these values, seconds since the epoch; null where it is none of the last 400 days. */
function endOf(
  values: readonly (string | null)[],
  { levels, unit }: TimeColumns,
  now: number,
): number | null {
  const seconds = UNIT_SECONDS[unit];
  for (let begin = Math.floor(now / seconds) * seconds; begin > now - LOOKED_FOR; begin -= seconds) {
    const same = levels.every(({ at, literal }, index) => shown(literal(at(begin))) === values[index]);
    if (same) return begin + seconds;
  }
  return null;
}

/** @param now seconds since the epoch */
export async function newestPartitionChecks(
  asking: Asking,
  table: AthenaTable,
  { now, token }: { readonly now: number; readonly token: string },
): Promise<readonly Check[]> {
  const time = timeColumns(table.partitions);
  if (!time) return [];
  const { settings } = asking;
  const about = `source ${settings.name}`;
  const named = `${table.database}.${table.name}`;
  const told = aboutOf(settings, table.name, table.location);
  const ran = await runStatement(asking, { text: textOf(table, time), token, about: told });
  if (ran.failure) return [failedCheck(settings, ran.failure, 'StartQueryExecution', told)];
  const refused = ran.attempts.filter(({ error }) => error !== null);
  if (refused.length > 0) {
    const lossOf = () => ({ standing: 'warning' as const, without: 'the newest partition is not known' });
    return attemptChecks({ source: settings.name, what: '', lossOf }, refused);
  }
  const more = `MSCK REPAIR TABLE ${named}, in Athena, adds those with Hive’s names; flows athena-setup prints a table to which none need be added`;
  const [newest] = ran.rows;
  if (!newest)
    return [problem(about, `The catalog knows no partition of ${named}, so no record is found.`, more)];
  const values = newest.map((value) => value ?? '').join('/');
  const end = endOf(newest, time, now);
  if (end === null || now - end > LATE)
    return [
      problem(
        about,
        `The newest partition of ${named} is ${values}${end === null ? '' : `, which ended ${duration(now - end)} ago`}: newer records are not found.`,
        more,
      ),
    ];
  return [fine(about, `The newest partition of ${named} is ${values}.`)];
}
