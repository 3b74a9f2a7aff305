import { describe, expect, it } from 'vitest';
import { textRelation } from '../../../src/backends/files/relation.ts';
import { compile } from '../../../src/backends/files/statement.ts';
import { field } from '../../../src/query/expression.ts';
import { count, groups } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { isFormatProblem, parseFormat } from '../../../src/record/format.ts';
import { CASE_HEADER, QUERY_CASES, WINDOW } from '../../kit/query-cases.ts';

const format = parseFormat(CASE_HEADER);
if (isFormatProblem(format)) throw new TypeError(format.problem);

const RELATION = textRelation({
  paths: ['cases.log'],
  format,
  hasHeader: true,
  compression: 'none',
  strict: false,
  rejects: { lines: 'rejected', scans: 'scanned' },
});

/** The statement without how the file is read, which is the same in all. */
function readable({ text, parameters }: ReturnType<typeof compile>): string {
  const sql = text.replaceAll(/ FROM read_csv\(.*$/gm, " FROM 'cases.log'");
  return parameters.length === 0 ? sql : `${sql}\n-- ${JSON.stringify(parameters)}`;
}

describe('queries as SQL', () => {
  it('are as they were read and approved', async () => {
    const all = QUERY_CASES.map(
      ({ name, query }) => `-- ${name}\n${readable(compile([query], [RELATION]))}\n`,
    );

    await expect(all.join('\n')).toMatchFileSnapshot('./golden/queries.sql');
  });

  it('that are asked together read the records once, and keep no more columns than they need', async () => {
    const query = (name: 'srcAddr' | 'dstAddr') =>
      groups({
        window: WINDOW,
        where: ALWAYS,
        columns: { of: field(name) },
        measures: { records: count() },
        limit: 9,
      });

    const together = readable(compile([query('srcAddr'), query('dstAddr')], [RELATION]));

    await expect(`${together}\n`).toMatchFileSnapshot('./golden/together.sql');
  });
});
