/**
 * Which fields the service discovers in the lines of log groups. Asked, because groups of the Infrequent Access class may have none, and a filter
 * on a field that is not there would leave out every record.
 */
import { FIELDS } from '../../record/fields.ts';
import { DEFAULT_FORMAT, formatNames, type RecordFormat } from '../../record/format.ts';
import type { LogsApi } from './logs-api.ts';

const NONE: ReadonlySet<string> = new Set();

/** More requests than that before a query would cost more time than an index saves. */
const MOST_GROUPS = 10;

/** What the service documents for AWS's default format (CloudWatch Logs User Guide, "Supported logs and discovered fields"). */
const DOCUMENTED = DEFAULT_FORMAT.fields.flatMap(({ key }) => (key ? [FIELDS[key].insights] : []));

/** For other formats nothing is documented: neither the names, nor that the values under them are those of the right fields. */
function areDocumented(formats: readonly RecordFormat[]): boolean {
  return formats.every((format) => formatNames(format) === formatNames(DEFAULT_FORMAT));
}

/** @returns the names that every recent line of every group has; none where it cannot be told, which costs speed and nothing else */
export async function discoveredFields(
  ask: LogsApi['getLogGroupFields'],
  logGroups: readonly string[],
  formats: readonly RecordFormat[],
): Promise<ReadonlySet<string>> {
  if (!areDocumented(formats) || logGroups.length > MOST_GROUPS) return NONE;
  try {
    const percents = await Promise.all(logGroups.map(ask));
    return new Set(DOCUMENTED.filter((name) => percents.every((group) => group.get(name) === 100)));
  } catch {
    // A missing permission, above all. Whatever else it is, the query will meet it too and say so.
    return NONE;
  }
}
