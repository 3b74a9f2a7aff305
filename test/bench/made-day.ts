/** A day of records as S3 delivers them, made by DuckDB: some hundred hosts, their clients, what they ask outside, and sources that are turned away. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Midnight, UTC. */
const DAY_START = 1_780_272_000;
export const DAY_END = DAY_START + 86_400;
const HOURS = 24;

export type Form = 'parquet' | 'log.gz';

/** A number below `below` that differs from row to row and is the same each time. */
function scattered(salt: number, below: number): string {
  return `(hash(i * 31 + ${salt}) % ${below})::INTEGER`;
}

/** The same for all records of a conversation: two directions stand next to each other. */
function shared(salt: number, below: number): string {
  return `(hash(i // 2 * 31 + ${salt}) % ${below})::INTEGER`;
}

/**
 * Three in four between two of ours, to one of the services of the host that is asked; the others to or from outside, a tenth of all turned away.
 * As many destinations outside as there are in a day's traffic of a few hundred hosts, and sources from everywhere.
 */
function recordsSql(from: number, to: number, start: number, seconds: number): string {
  const host = (salt: number) => `'10.0.' || ${shared(salt, 4)} || '.' || (10 + ${shared(salt + 1, 60)})`;
  const outside = `(20 + ${shared(11, 180)}) || '.' || ${shared(12, 40)} || '.' || ${shared(13, 20)} || '.' || (1 + ${shared(14, 4)})`;
  const stranger = `(20 + ${scattered(15, 180)}) || '.' || ${scattered(16, 256)} || '.' || ${scattered(17, 256)} || '.' || ${scattered(18, 256)}`;
  const service = `[443, 5432, 8080, 6379, 8443, 9100, 5672, 53][1 + ${shared(5, 8)}]`;
  const kind = shared(6, 100);
  return `
    WITH told AS (
      SELECT i, ${kind} AS kind, i % 2 = 1 AS reply, ${host(1)} AS ours, ${host(3)} AS other, ${outside} AS outside, ${stranger} AS stranger,
        ${service} AS service, 32768 + ${shared(7, 28_000)} AS ephemeral, 1 + ${scattered(8, 40)} AS packets,
        ${start} + ((i - ${from}) * ${seconds} // ${to - from})::BIGINT AS begun
      FROM range(${from}, ${to}) AS numbers(i)
    ), ends AS (
      SELECT *, CASE WHEN kind < 10 THEN stranger ELSE ours END AS client,
        CASE WHEN kind < 10 THEN ours WHEN kind < 25 THEN outside ELSE other END AS server,
        CASE WHEN kind < 10 THEN ${scattered(19, 65_535)} ELSE service END AS asked
      FROM told
    )
    SELECT 2::INTEGER AS version, '123456789012' AS account_id, 'eni-0' || lower(hex(split_part(ours, '.', 4)::INTEGER)) || 'abcdef0123' AS interface_id,
      CASE WHEN reply AND kind >= 10 THEN server ELSE client END AS srcaddr,
      CASE WHEN reply AND kind >= 10 THEN client ELSE server END AS dstaddr,
      CASE WHEN reply AND kind >= 10 THEN asked ELSE ephemeral END AS srcport,
      CASE WHEN reply AND kind >= 10 THEN ephemeral ELSE asked END AS dstport,
      CASE WHEN asked = 53 THEN 17 ELSE 6 END AS protocol,
      packets::BIGINT AS packets, (packets * (60 + ${scattered(9, 900)}))::BIGINT AS bytes,
      begun AS "start", begun + ${scattered(10, 60)} AS "end", CASE WHEN kind < 10 THEN 'REJECT' ELSE 'ACCEPT' END AS action, 'OK' AS log_status
    FROM ends`;
}

/** The name tells the five minutes in which its records ended. */
function nameOf(hour: number, form: Form): string {
  const at = new Date((DAY_START + (hour + 1) * 3600) * 1000).toISOString().replace(/[-:]/g, '').slice(0, 13);
  return `123456789012_vpcflowlogs_eu-west-1_fl-0a1b2c3d_${at}Z_${hour}.${form}`;
}

const LINES = `SELECT version, account_id AS "account-id", interface_id AS "interface-id", srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes,
  "start", "end", action, log_status AS "log-status"`;

/** Writes a day of so many records, a file an hour. */
export async function makeDay(folder: string, records: number, form: Form): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '500MB' });
  const connection = await instance.connect();
  for (let hour = 0; hour < HOURS; hour += 1) {
    const [from, to] = [hour, hour + 1].map((one) => Math.floor((one * records) / HOURS));
    const rows = recordsSql(from ?? 0, to ?? 0, DAY_START + hour * 3600, 3600);
    const path = join(folder, nameOf(hour, form));
    await connection.run(
      form === 'parquet'
        ? `COPY (${rows}) TO '${path}' (FORMAT parquet)`
        : `COPY (${LINES} FROM (${rows})) TO '${path}' (FORMAT csv, DELIMITER ' ', HEADER, COMPRESSION gzip)`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}
