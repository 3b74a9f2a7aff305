/** What Athena refused, as a line: the sentence of the backend, which knows its errors, and the policy where a permission is missing. */
import { type About, callFailure } from '../../../backends/athena/failure.ts';
import type { AthenaSettings } from '../../../config.ts';
import { asSentence } from '../../../present/sentence.ts';
import { SourceError } from '../../../query/source-error.ts';
import { type Check, problem } from '../check.ts';

/** @param location of the table's files, `s3://…`; null where it is not known */
export function aboutOf(
  { catalog, database, workgroup, output }: AthenaSettings,
  table: string,
  location: string | null = null,
): About {
  return { table: `${database}.${table}`, catalog, workgroup, location, output: output ?? null };
}

/** @param error of the SDK, or a `SourceError` that says it already */
export function failedCheck(
  { name, region }: AthenaSettings,
  error: unknown,
  operation: string,
  about: About,
): Check {
  const said =
    error instanceof SourceError ? error : callFailure(error, { operation, about, region: region ?? null });
  const { code, happened, todo } = said;
  return problem(
    `source ${name}`,
    asSentence(happened),
    code === 'access-denied' ? `${todo} All of it: flows iam-policy ${name}` : todo,
  );
}
