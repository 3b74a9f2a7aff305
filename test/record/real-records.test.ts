import { describe, expect, it } from 'vitest';
import { communityId } from '../../src/record/community-id.ts';
import { DEFAULT_FORMAT, isFormatProblem, parseFormat } from '../../src/record/format.ts';
import { parseText, type Reading } from '../../src/record/parse-lines.ts';
import { protocolName } from '../../src/record/protocols.ts';
import type { FlowRecord } from '../../src/record/record.ts';
import { REAL_IS_MISSING, realText } from '../kit/real-records.ts';

function read(path: string): Reading {
  return parseText(realText(path), { file: path });
}

/** A record under the names that the collector's expected values use; what it leaves out is left out. */
function asExpected(record: FlowRecord): Readonly<Record<string, unknown>> {
  const { action, protocol } = record;
  const hasTraffic = action !== null;
  return {
    account_id: record.accountId,
    version: record.version,
    eni: record.interfaceId,
    start: record.start,
    status: record.logStatus,
    ...(hasTraffic
      ? {
          src: record.srcAddr,
          dst: record.dstAddr,
          srcport: record.srcPort,
          dstport: record.dstPort,
          protocol: typeof protocol === 'number' ? protocolName(protocol) : protocol,
          packets: record.packets,
          bytes: record.bytes,
          action,
          timeUnixNano: `${record.end}000000000`,
        }
      : { end: record.end }),
    ...(record.ecsTaskId === undefined
      ? {}
      : {
          ecs_cluster_name: record.ecsClusterName,
          ecs_container_instance_id: record.ecsContainerInstanceId,
          ecs_container_id: record.ecsContainerId,
          ecs_second_container_id: record.ecsSecondContainerId,
          ecs_service_name: record.ecsServiceName,
          ecs_task_id: record.ecsTaskId,
        }),
  };
}

interface ExpectedLine {
  readonly file: string;
  readonly line: number;
}

function expectedLines(): readonly ExpectedLine[] {
  return realText('otel/expected.condensed.jsonl')
    .split('\n')
    .filter((line) => line.includes('"line"'))
    .map((line) => JSON.parse(line) as ExpectedLine);
}

describe.skipIf(REAL_IS_MISSING)(
  'real records written by others (skipped where ../shared/real is missing)',
  () => {
    it("have the values that OpenTelemetry's decoder reads", () => {
      const lines = expectedLines();

      expect(lines).toHaveLength(4);
      for (const { file, line, ...values } of lines) {
        // The first line is the header.
        const record = read(`otel/${file}`).records[line - 2];
        expect(record && asExpected(record)).toEqual(values);
      }
    });

    it('include a transit gateway record with all its fields', () => {
      const { records, malformed } = read('otel/valid_tgw_flow_log.log');

      expect(malformed.count).toBe(0);
      expect(records).toMatchObject([
        {
          version: 6,
          tgwId: 'tgw-0abc12345def67890',
          tgwPairAttachmentId: 'tgw-attach-0def12345abc67890',
          packetsLostNoRoute: 1,
          packetsLostBlackhole: 2,
          packetsLostMtuExceeded: 3,
          packetsLostTtlExpired: 4,
          flowDirection: 'ingress',
          region: 'us-east-1',
        },
      ]);
    });

    it('miss a field: malformed; have one more: kept', () => {
      expect(read('otel/vpc_flow_log_too_few_fields.log')).toMatchObject({
        records: [],
        malformed: {
          count: 1,
          samples: [{ line: 2, reason: expect.stringContaining('found 13 fields, expected 14') }],
        },
      });
      expect(read('otel/vpc_flow_log_too_many_fields.log')).toMatchObject({
        records: [{ logStatus: 'NODATA', extra: ['one-too-many'] }],
        malformed: { count: 0 },
        withExtra: 1,
      });
    });

    it('come in CloudWatch subscription payloads', () => {
      expect(read('otel/valid_vpc_flow_cw.json')).toMatchObject({
        records: [
          { dstPort: 22, action: 'ACCEPT' },
          { dstPort: 3389, action: 'REJECT' },
        ],
        malformed: { count: 0 },
      });
    });

    it('come in CloudWatch subscription payloads with a format of their own', () => {
      const format = parseFormat('version interface-id srcaddr dstaddr');
      const text = realText('otel/valid_vpc_flow_cw_custom.json');

      const { records } = parseText(text, {
        file: 'custom',
        format: isFormatProblem(format) ? DEFAULT_FORMAT : format,
      });

      expect(records).toEqual([
        {
          version: 2,
          interfaceId: 'eni-1235b8ca123456789',
          srcAddr: '172.31.16.139',
          dstAddr: '172.31.16.21',
        },
        { version: 2, interfaceId: 'eni-1235b8ca123456789', srcAddr: '172.31.9.69', dstAddr: '172.31.9.12' },
      ]);
    });

    it("come as Cribl's events, one of them the header line", () => {
      const { records, malformed } = read('cribl/ZP04h5.json');

      expect(records.filter(({ action }) => action === 'REJECT')).toHaveLength(67);
      expect(records.filter(({ action }) => action === 'ACCEPT')).toHaveLength(32);
      expect(malformed.count).toBe(0);
    });

    it("come as the bodies of OpenSearch's enriched documents", () => {
      const documents = JSON.parse(realText('opensearch/sample.json')) as readonly {
        readonly aws: { readonly vpc: Readonly<Record<string, string | number>> };
      }[];

      const { records, malformed } = read('opensearch/sample.json');

      expect(malformed.count).toBe(0);
      expect(records).toHaveLength(22);
      for (const [index, record] of records.entries()) {
        const beside = documents[index]?.aws.vpc;
        expect([record.accountId, record.interfaceId, record.start]).toEqual([
          beside?.['account-id'],
          beside?.['interface-id'],
          Number(beside?.['start']),
        ]);
        // Every second document was edited after its body was written: its fields tell of the other direction.
        if (index % 2 === 1) continue;
        expect([record.srcAddr, record.dstPort, record.bytes, record.action]).toEqual([
          beside?.['srcaddr'],
          beside?.['dstport'],
          beside?.['bytes'],
          beside?.['action'],
        ]);
      }
    });

    it("come from OpenSearch's log hub, NODATA among them", () => {
      const { records, malformed } = read('opensearch/centralized-logging-vpcflow.log');

      expect(records).toHaveLength(17);
      expect(records.filter(({ logStatus }) => logStatus === 'NODATA')).toHaveLength(7);
      expect(malformed.count).toBe(0);
    });

    it('come without a header from VPCFlowReporter, and are rejected as often as it counted', () => {
      const counted = JSON.parse(realText('vpcflowreporter/VPCFlowReporter-acceptNorm.dat')) as Readonly<
        Record<string, number>
      >;
      const rejects = read('vpcflowreporter/VPCFlowReporter-sample.dat').records.filter(
        ({ action }) => action === 'REJECT',
      );
      const raw = read('vpcflowreporter/VPCFlowReporter-acceptRaw.dat').records;

      const bySource = new Map<string, number>();
      for (const { srcAddr } of rejects)
        bySource.set(srcAddr ?? '-', (bySource.get(srcAddr ?? '-') ?? 0) + 1);

      expect(Object.fromEntries(bySource)).toEqual(counted);
      expect(rejects).toEqual(raw);
    });

    it('are not Zeek conn entries, which are counted as what they are', () => {
      const path = 'otrf-apt29/day2_UTICA-C_conn.log';
      const lines = realText(path).trim().split('\n').length;

      const { records, malformed } = read(path);

      expect(records).toEqual([]);
      expect(malformed.count).toBe(lines);
      expect(malformed.samples[0]?.reason).toContain('Zeek conn');
    });

    it('get one Community ID for both directions', () => {
      for (const { srcAddr, dstAddr, srcPort, dstPort, protocol } of read('cribl/ZP04h5.json').records) {
        if (!srcAddr || !dstAddr || srcPort == null || dstPort == null || protocol == null) continue;
        const there = communityId({
          source: srcAddr,
          destination: dstAddr,
          sourcePort: srcPort,
          destinationPort: dstPort,
          protocol,
        });
        const back = communityId({
          source: dstAddr,
          destination: srcAddr,
          sourcePort: dstPort,
          destinationPort: srcPort,
          protocol,
        });
        if (protocol === 6 || protocol === 17) expect(there).toBe(back);
      }
    });
  },
);
