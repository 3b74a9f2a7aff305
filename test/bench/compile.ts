/** What compiling the common table of questions costs in each dialect, beside writing the same questions down as JSON. */

import { compileStatement } from '../../src/backends/athena/compile.ts';
import type { AthenaTable } from '../../src/backends/athena/table.ts';
import { type Relation, textRelation } from '../../src/backends/files/relation.ts';
import { compile } from '../../src/backends/files/statement.ts';
import { compileQuery } from '../../src/backends/insights/compile.ts';
import { isNumeric } from '../../src/record/fields.ts';
import { DEFAULT_FORMAT, isFormatProblem, parseFormat, type RecordFormat } from '../../src/record/format.ts';
import { CASE_HEADER, QUERY_CASES } from '../kit/query-cases.ts';
import { type Measured, median } from './measure.ts';

const ROUNDS = 15;
const TIMES = 40;

function caseFormat(): RecordFormat {
  const format = parseFormat(CASE_HEADER);
  return isFormatProblem(format) ? DEFAULT_FORMAT : format;
}

function relation(format: RecordFormat): Relation {
  return textRelation({
    paths: ['/records/one.log.gz'],
    format,
    hasHeader: true,
    compression: 'gzip',
    strict: false,
    rejects: { lines: 'lines', scans: 'scans' },
  });
}

function table({ fields }: RecordFormat): AthenaTable {
  return {
    kind: 'vpc',
    catalog: 'AwsDataCatalog',
    database: 'flows',
    name: 'vpc',
    columns: new Map(
      fields.flatMap(({ key, name }) =>
        key === null
          ? []
          : [[key, { name: name.replaceAll('-', '_'), type: isNumeric(key) ? 'number' : 'text' } as const]],
      ),
    ),
    line: null,
    partitions: [
      {
        name: 'day',
        type: 'text',
        meaning: { kind: 'time', pattern: 'yyyy/MM/dd', unit: 'day' },
        values: null,
        mustBeFixed: false,
      },
    ],
    hasHeaderRows: false,
    location: null,
  };
}

/** Microseconds a question: the middle of several rounds. */
function microseconds(one: (query: (typeof QUERY_CASES)[number]['query']) => unknown): number {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    for (let time = 0; time < TIMES; time += 1) for (const { query } of QUERY_CASES) one(query);
    rounds.push(((performance.now() - began) * 1000) / (TIMES * QUERY_CASES.length));
  }
  return median(rounds);
}

export async function benchCompile(): Promise<Measured[]> {
  const format = caseFormat();
  const relations = [relation(format)];
  const lines = { formats: [format], aggregationInterval: 600, discovered: new Set<string>() };
  const athena = table(format);
  const dialects = {
    files: microseconds((query) => compile([query], relations)),
    insights: microseconds((query) => compileQuery(query, lines)),
    athena: microseconds((query) => compileStatement(query, athena, {})),
  };
  const bare = microseconds((query) => JSON.stringify(query));
  return Object.entries(dialects).map(([name, cost]) => ({
    name: `compile a question for ${name} (wanted: well under 1 ms)`,
    ratio: cost / bare,
    detail: `${cost.toFixed(0)} µs a question, as JSON ${bare.toFixed(1)} µs, medians of ${ROUNDS} over ${QUERY_CASES.length} questions`,
  }));
}
