/**
 * Queries that Athena ended without a result, as errors that say what to do about it. Athena says why in a sentence (StateChangeReason), whose first
 * word is often a code of its engine: `HIVE_CURSOR_ERROR: …`, `TABLE_NOT_FOUND: …`.
 */
import { SourceError } from '../../query/source-error.ts';
import type { Described } from '../aws/described-failure.ts';
import type { Execution, StatementToStart } from './athena-api.ts';
import { type About, attemptOf } from './failure.ts';

const SHORTER = 'Ask about a shorter time (`last 15m`), or about one account where the table holds several.';

interface Ended {
  readonly reason: string;
  readonly statement: StatementToStart;
  readonly about: About;
}

interface Rule {
  readonly when: RegExp;
  readonly say: (ended: Ended) => Described;
}

function bucketOf(place: string | null): string | null {
  return /^s3:\/\/([^/]+)/.exec(place ?? '')?.[1] ?? null;
}

/** Which of the two buckets a refusal is about, by the name that stands in it. */
function bucketIn({ reason, about }: Ended): 'records' | 'results' | null {
  const [records, results] = [bucketOf(about.location), bucketOf(about.output)];
  if (/output bucket|output location/i.test(reason)) return 'results';
  if (records !== null && reason.includes(records)) return 'records';
  if (results !== null && reason.includes(results)) return 'results';
  // The engine opens splits of the records alone.
  return /HIVE_CANNOT_OPEN_SPLIT|Error opening Hive split|HIVE_FILESYSTEM_ERROR/.test(reason)
    ? 'records'
    : null;
}

function s3Denied(ended: Ended): Described {
  const { reason, about } = ended;
  const records = `s3:GetObject and s3:ListBucket on ${about.location ?? 'the bucket of the records'}`;
  const results = `s3:PutObject, s3:GetObject and s3:GetBucketLocation on ${about.output ?? `the place of results of the workgroup ${about.workgroup}`}`;
  const bucket = bucketIn(ended);
  const which = { records: 'the bucket of the records', results: 'the bucket of the results' };
  return {
    code: 'access-denied',
    happened: `S3 refused ${bucket === null ? 'a bucket' : which[bucket]} (${reason}).`,
    todo:
      bucket === 'records'
        ? `Allow ${records}, in the role and in the bucket's policy.`
        : bucket === 'results'
          ? `Allow ${results}, in the role and in the bucket's policy.`
          : `Allow ${records}, and ${results}.`,
  };
}

function noTable({ about, reason }: Ended): Described {
  return {
    code: 'not-found',
    happened: `there is no table ${about.table} (${reason}).`,
    todo: 'Check `catalog`, `database` and `table` of the source; `athena-setup` prints the statement that makes one.',
  };
}

/** The first that fits says it: the special before the general. */
const RULES: readonly Rule[] = [
  {
    when: /bytes scanned limit/i,
    say: ({ about, reason }) => ({
      code: 'rejected-query',
      happened: `Athena cancelled the query, because it scanned more than the workgroup ${about.workgroup} lets a query scan (${reason}).`,
      todo: `${SHORTER} Or raise the workgroup's limit: aws athena get-work-group --work-group ${about.workgroup} shows it as BytesScannedCutoffPerQuery.`,
    }),
  },
  {
    when: /kms|master key/i,
    say: ({ about, reason }) => ({
      code: 'access-denied',
      happened: `a key of KMS may not be used (${reason}).`,
      todo: `Allow kms:Decrypt on the key that encrypts ${about.location ?? 'the records'}, and kms:GenerateDataKey too where that of the results is meant; the key's own policy must allow it as well.`,
    }),
  },
  { when: /access ?denied|status code: 403|permission_denied|insufficient permissions/i, say: s3Denied },
  {
    when: /slow ?down|status code: 503|reduce your request rate/i,
    say: ({ reason }) => ({
      code: 'throttled',
      happened: `S3 answered that there are too many requests (${reason}).`,
      todo: `Ask again in a minute. ${SHORTER}`,
    }),
  },
  {
    when: /no ?such ?bucket|status code: 404/i,
    say: ({ about, reason }) => ({
      code: 'not-found',
      happened: `a bucket is not there (${reason}).`,
      todo: `Check where the table reads (${about.location ?? 'its LOCATION'}) and where results go (${about.output ?? `the workgroup ${about.workgroup}`}).`,
    }),
  },
  {
    when: /(?:table|schema|catalog)_not_found|entitynotfound/i,
    say: noTable,
  },
  { when: /(?:table|schema|database) \S+ (?:does not exist|not found)/i, say: noTable },
  {
    when: /column_not_found|column '?\S+'? cannot be resolved/i,
    say: ({ about, reason }) => ({
      code: 'misconfigured',
      happened: `a column of ${about.table} is no longer there, or may not be read (${reason}).`,
      todo: 'Ask again in five minutes, when the table is looked at anew; where Lake Formation guards it, let the role read all its columns.',
    }),
  },
  {
    when: /constraint_violation|injected projected partition/i,
    say: ({ about, reason }) => ({
      code: 'misconfigured',
      happened: `a partition column of ${about.table} has to be fixed to values (${reason}).`,
      todo: 'Name `account` and `region` in the source, or list the values in the table: a projection of type enum instead of injected.',
    }),
  },
  {
    when: /exceeded_partition_limit|too many partitions/i,
    say: ({ reason }) => ({
      code: 'rejected-query',
      happened: `the query reads more partitions than Athena takes (${reason}).`,
      todo: SHORTER,
    }),
  },
  {
    when: /exhausted resources|exceeded_(?:memory|local_memory|cpu)_limit|out of memory/i,
    say: ({ reason }) => ({
      code: 'rejected-query',
      happened: `the query needs more than Athena gives one (${reason}).`,
      todo: SHORTER,
    }),
  },
  {
    when: /query timeout|exceeded_time_limit/i,
    say: ({ reason }) => ({
      code: 'timed-out',
      happened: `the query ran as long as Athena lets one run (${reason}).`,
      todo: SHORTER,
    }),
  },
  {
    when: /hive_partition|partition \S+ (?:not found|does not exist)|projection\./i,
    say: ({ about, reason }) => ({
      code: 'misconfigured',
      happened: `the partitions of ${about.table} do not fit (${reason}).`,
      todo: 'Compare its partition columns and projection with what `athena-setup` prints for the flow log.',
    }),
  },
  {
    when: /^\W*hive_|not a parquet|malformed parquet|schema mismatch/i,
    say: ({ about, reason }) => ({
      code: 'misconfigured',
      happened: `the files of ${about.table} are not as its columns say (${reason}).`,
      todo: 'Compare the table with what `athena-setup` prints for the flow log: the format of the files, the order of the columns, their types.',
    }),
  },
  {
    when: /syntax_error|mismatched input|type_mismatch|function_not_found|invalid_function_argument|invalid_cast|not_supported/i,
    say: ({ statement, reason }) => ({
      code: 'rejected-query',
      happened: `Athena cannot read the query: ${reason}. The query was:\n${statement.text}\n`,
      todo: 'This is a defect in flows: please report it with this text.',
    }),
  },
];

function ofState({ state, failure }: Execution, { reason }: Ended): Described {
  const said = reason === '' ? 'it does not say why' : reason;
  if (state === 'CANCELLED') {
    return {
      code: 'unavailable',
      happened: `somebody else stopped the query (${said}).`,
      todo: 'Ask again.',
    };
  }
  if (state !== 'FAILED') {
    return {
      code: 'unavailable',
      happened: `Athena answered that the state of the query is ${state}.`,
      todo: 'Ask again.',
    };
  }
  const own = failure?.category === 1 || /internal_error|generic_internal/i.test(reason);
  return {
    code: 'unavailable',
    happened: `${own ? 'Athena itself failed' : 'the query failed'} (${said}).`,
    todo: own
      ? 'Ask again in a minute; https://health.aws.amazon.com tells of disturbances.'
      : 'If it stays so, report it with this sentence.',
  };
}

/** Of a query that ended in another state than `SUCCEEDED`. */
export function endedBadly(execution: Execution, statement: StatementToStart, about: About): SourceError {
  const reason = execution.reason.replaceAll(/\s+/g, ' ').replace(/\.$/, '').trim();
  const ended = { reason, statement, about };
  const described = RULES.find(({ when }) => when.test(reason))?.say(ended) ?? ofState(execution, ended);
  return new SourceError({ attempted: attemptOf(about), ...described });
}
