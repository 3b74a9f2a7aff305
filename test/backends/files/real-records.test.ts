import { describe, expect, it } from 'vitest';
import { createFilesEngine } from '../../../src/backends/files/engine.ts';
import { field } from '../../../src/query/expression.ts';
import { records } from '../../../src/query/flow-query.ts';
import { ALWAYS } from '../../../src/query/predicate.ts';
import { parseText } from '../../../src/record/parse-lines.ts';
import { ask } from '../../kit/engine-contract.ts';
import { REAL_IS_MISSING, realPath, realText } from '../../kit/real-records.ts';

const EVERY_RECORD = records({
  window: { start: 0, end: 4_000_000_000 },
  where: ALWAYS,
  columns: {
    interfaceId: field('interfaceId'),
    srcAddr: field('srcAddr'),
    dstPort: field('dstPort'),
    bytes: field('bytes'),
    action: field('action'),
    logStatus: field('logStatus'),
  },
  limit: 10_000,
});

async function read(path: string) {
  const engine = createFilesEngine({ paths: [realPath(path)] });
  try {
    const [interfaces, gateways] = await Promise.all([
      ask(engine, EVERY_RECORD),
      ask(engine, { ...EVERY_RECORD, of: 'transit-gateway' }),
    ]);
    return { ...interfaces, rows: [...interfaces.rows, ...gateways.rows] };
  } finally {
    await engine.close();
  }
}

function sorted(rows: readonly object[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

describe.skipIf(REAL_IS_MISSING)('real files (skipped where ../shared/real is missing)', () => {
  it.each([
    'cribl/ZP04h5.json',
    'opensearch/sample.json',
    'opensearch/centralized-logging-vpcflow.log',
    'otel/valid_tgw_flow_log.log',
    'otel/valid_vpc_flow_cw.json',
    'otel/valid_vpc_flow_log.log',
    'otel/valid_vpc_flow_log_ecs.log',
    'otel/valid_vpc_flow_log_multi.log',
    'otel/vpc_flow_log_too_few_fields.log',
    'otel/vpc_flow_log_too_many_fields.log',
    'vpcflowreporter/VPCFlowReporter-acceptRaw.dat',
    'vpcflowreporter/VPCFlowReporter-sample.dat',
    'otrf-apt29/day2_UTICA-C_conn.log',
  ])('have the records that the line parser reads: %s', async (path) => {
    const parsed = parseText(realText(path), { file: path });

    const { rows, malformed } = await read(path);

    expect(sorted(rows)).toEqual(
      sorted(
        parsed.records.map(({ interfaceId, srcAddr, dstPort, bytes, action, logStatus }) => ({
          interfaceId: interfaceId ?? null,
          srcAddr: srcAddr ?? null,
          dstPort: dstPort ?? null,
          bytes: bytes ?? null,
          action: action ?? null,
          logStatus: logStatus ?? null,
        })),
      ),
    );
    expect(malformed.count).toBe(parsed.malformed.count);
  });

  it('come as Parquet from S3', async () => {
    const { rows } = await read('flowlogs-reader/flows.parquet');

    expect(rows).toHaveLength(3);
    expect(new Set(rows.map(({ action, logStatus }) => `${action} ${logStatus}`))).toEqual(
      new Set(['ACCEPT OK', 'null NODATA']),
    );
  });
});
