/** Writes the records of a day as AWS delivers them in Parquet: one a network interface, 5-tuple, action and aggregation interval. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Exchange } from './exchange.ts';
import type { Fleet } from './fleet.ts';
import { type Piece, piecesOf } from './pieces.ts';

/** What a flow log is set to: 60 s with the fields of version 5, or AWS's defaults, 600 s with those of version 2. */
export interface Setting {
  readonly aggregation: 60 | 600;
  readonly version: 2 | 5;
}

/** An interval of an interface without traffic, or whose records AWS could not take down. */
export interface Marker {
  readonly interfaceId: string;
  readonly start: number;
  readonly status: 'NODATA' | 'SKIPDATA';
}

export interface Day {
  readonly exchanges: Iterable<Exchange>;
  readonly markers: readonly Marker[];
  /** Whether the piece is never delivered. */
  readonly isLost: (piece: Piece) => boolean;
}

const ACCOUNT = '123456789012';
const CHUNK = 1 << 20;

function lineOf(piece: Piece): string {
  const { leg, protocol, packets, bytes, start, end, minute, action, flags } = piece;
  const { interfaceId, source, destination, packetSource, packetDestination, direction } = leg;
  const { sourcePort, destinationPort } = leg;
  return `${interfaceId},${source},${destination},${packetSource},${packetDestination},${direction},${sourcePort},${destinationPort},${protocol},${packets},${bytes},${start},${end},${action},${flags},${minute}\n`;
}

async function writePieces(path: string, { exchanges, isLost }: Day, fleet: Fleet): Promise<void> {
  const stream = createWriteStream(path);
  let text = '';
  for (const exchange of exchanges) {
    piecesOf(exchange, fleet, (piece) => {
      if (!isLost(piece)) text += lineOf(piece);
    });
    if (text.length < CHUNK) continue;
    if (!stream.write(text)) await once(stream, 'drain');
    text = '';
  }
  stream.end(text);
  await once(stream, 'finish');
}

const READ = `read_csv($1, header = false, columns = {
  'interface_id': 'VARCHAR', 'srcaddr': 'VARCHAR', 'dstaddr': 'VARCHAR', 'pkt_srcaddr': 'VARCHAR', 'pkt_dstaddr': 'VARCHAR',
  'flow_direction': 'VARCHAR', 'srcport': 'INTEGER', 'dstport': 'INTEGER', 'protocol': 'INTEGER', 'packets': 'BIGINT', 'bytes': 'BIGINT',
  'start': 'BIGINT', 'end': 'BIGINT', 'action': 'VARCHAR', 'tcp_flags': 'INTEGER', 'minute': 'BIGINT'})`;

function recordsSql({ aggregation, version }: Setting): string {
  const tuple = 'interface_id, srcaddr, dstaddr, srcport, dstport, protocol, action';
  const more = version === 5 ? ', pkt_srcaddr, pkt_dstaddr, flow_direction' : '';
  return `
    SELECT ${version}::INTEGER AS version, '${ACCOUNT}' AS account_id, interface_id, srcaddr, dstaddr, srcport, dstport, protocol,
      sum(packets)::BIGINT AS packets, sum(bytes)::BIGINT AS bytes, min("start") AS "start", max("end") AS "end", action, 'OK' AS log_status
      ${version === 5 ? ', bit_or(tcp_flags)::INTEGER AS tcp_flags, pkt_srcaddr, pkt_dstaddr, flow_direction' : ''}
    FROM pieces GROUP BY ${tuple}${more}, minute // ${aggregation / 60}`;
}

function markersSql(markers: readonly Marker[], { aggregation, version }: Setting): string {
  if (markers.length === 0) return '';
  const rows = markers.map(
    ({ interfaceId, start, status }) =>
      `(${version}, '${ACCOUNT}', '${interfaceId}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, ${start}, ${start + aggregation - 1}, NULL, '${status}'${version === 5 ? ', NULL, NULL, NULL, NULL' : ''})`,
  );
  return `UNION ALL VALUES ${rows.join(', ')}`;
}

/** @returns how many records there are. */
export async function writeDay(path: string, day: Day, fleet: Fleet, setting: Setting): Promise<number> {
  const text = `${path}.csv`;
  await writePieces(text, day, fleet);
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE TABLE pieces AS SELECT * FROM ${READ}`, [text]);
    const records = `${recordsSql(setting)} ${markersSql(day.markers, setting)}`;
    await connection.run(
      `COPY (SELECT * FROM (${records}) ORDER BY "start", interface_id) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 8192)`,
    );
    const counted = await connection.runAndReadAll(`SELECT count(*) FROM '${path}'`);
    return Number(counted.getRowsJS()[0]?.[0]);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(text, { force: true });
  }
}
