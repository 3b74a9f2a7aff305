/** The format of records as a person told it, in a flag or in the configuration. */
import { SourceError } from '../query/source-error.ts';
import { isFormatProblem, parseFormat, type RecordFormat } from '../record/format.ts';

/** @throws SourceError for a text that names no format */
export function formatNamed(names: string): RecordFormat {
  const format = parseFormat(names);
  if (!isFormatProblem(format)) return format;
  throw new SourceError({
    code: 'misconfigured',
    attempted: 'read the format of the records',
    happened: format.problem,
    todo: 'Name the fields in their order, as AWS writes them: version,interface-id,srcaddr,dstaddr.',
  });
}
