/** A source of flow log records in S3 that Athena reads: its engine, and the settings of the flow logs that write there. */
import type { FlowLog } from '../../network/flow-log.ts';
import type { Engine } from '../../query/engine.ts';
import type { FlowQuery } from '../../query/flow-query.ts';
import { SourceError } from '../../query/source-error.ts';
import type { RecordFormat } from '../../record/format.ts';
import type { Clock } from '../aws/pace.ts';
import { createShared } from '../aws/shared.ts';
import type { AwsSettings } from '../ec2/aws-settings.ts';
import { type LoadedFlowLogs, loadFlowLogs } from '../ec2/flow-logs.ts';
import { createAthenaEngine } from './engine.ts';
import { type AthenaService, createAthenaService } from './service.ts';
import type { AthenaTable } from './table.ts';
import { flowLogsOfTable } from './table-flow-logs.ts';
import { tableOf } from './table-metadata.ts';

/** A table is seldom changed, and one that was is worth a second look. Milliseconds. */
const TABLE_KNOWN_FOR = 5 * 60_000;
/** A question looks at the table more than once: what failed with patience is not tried again for the same question. */
const FAILURE_KNOWN_FOR = 10_000;
/** Flow logs cannot be changed, only made and deleted; a missing permission may be granted while somebody waits. */
const FLOW_LOGS_KNOWN_FOR = 10 * 60_000;
const UNKNOWN_FOR = 30_000;

export interface AthenaOptions extends AwsSettings {
  readonly workgroup: string;
  readonly catalog: string;
  readonly database: string;
  /** Of VPC flow logs. */
  readonly table?: string | undefined;
  readonly transitGatewayTable?: string | undefined;
  /** `s3://bucket/prefix/`; without it, where the workgroup says. */
  readonly output?: string | undefined;
  /** Of the lines, where a whole line is one column of the table. */
  readonly lineFormat?: RecordFormat | undefined;
  /** Instead of what DescribeFlowLogs says. */
  readonly flowLogs?: readonly FlowLog[] | undefined;
  /** Whose records are asked for. */
  readonly account?: string | undefined;
  /** A query that has scanned more is stopped. Without it, there is no limit but the workgroup's. */
  readonly maxBytesPerQuery?: number | undefined;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  /** Shared by sources with the same region and profile; closing the source does not close it. Without it, the source has its own. */
  readonly service?: AthenaService | undefined;
  /** For tests: a clock that does not wait. */
  readonly clock?: Clock | undefined;
  /** A number from 0 up to 1, for waits that differ. */
  readonly random?: (() => number) | undefined;
}

export interface AthenaSource {
  readonly engine: Engine;
  /** Never rejects for a missing permission: that is a note. */
  flowLogSettings(signal: AbortSignal): Promise<LoadedFlowLogs>;
}

/** Loads a table when it is first asked, and anew after a while. */
type LoadTable = (signal: AbortSignal) => Promise<AthenaTable>;

function notNamed({ database }: AthenaOptions, kind: AthenaTable['kind']): SourceError {
  const [records, setting] =
    kind === 'vpc' ? ['VPC flow logs', 'table'] : ['transit gateway flow logs', 'transitGatewayTable'];
  return new SourceError({
    code: 'misconfigured',
    attempted: `query ${records} with Athena`,
    happened: `the source names no table of ${records} in ${database}.`,
    todo: `Name it in \`${setting}\` of the source, or ask another source (\`in <source name>\`); \`athena-setup\` prints the statement that makes one.`,
  });
}

/** @throws what is no failure of the table or of AWS */
function asFailure(error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  throw error;
}

export function createAthenaSource(options: AthenaOptions): AthenaSource {
  const { workgroup, catalog, database, output = null, lineFormat = null, monotonic } = options;
  const service = options.service ?? createAthenaService(options);
  const loaded: { close(): void }[] = [];

  function tableNamed(kind: AthenaTable['kind'], name: string | undefined): LoadTable {
    if (name === undefined) return () => Promise.reject(notNamed(options, kind));
    const named = { catalog, database, name };
    const about = { table: `${database}.${name}`, catalog, workgroup, location: null, output };
    const shared = createShared(
      (signal) =>
        service
          .table(named, { signal, about })
          .then((metadata) => tableOf(metadata, { ...named, kind, lineFormat }))
          .catch(asFailure),
      (read) => (read instanceof SourceError ? FAILURE_KNOWN_FOR : TABLE_KNOWN_FOR),
      monotonic,
    );
    loaded.push(shared);
    return async (signal) => {
      const read = await shared.load(signal);
      if (read instanceof SourceError) throw read;
      return read;
    };
  }

  const tables: Readonly<Record<AthenaTable['kind'], LoadTable>> = {
    vpc: tableNamed('vpc', options.table),
    'transit-gateway': tableNamed('transit-gateway', options.transitGatewayTable),
  };
  const flowLogs = createShared(
    async (signal) =>
      options.flowLogs
        ? { flowLogs: options.flowLogs.filter(({ destination }) => destination === 's3'), notes: [] }
        : loadFlowLogs(options, signal, 's3'),
    (settings) => (settings.flowLogs ? FLOW_LOGS_KNOWN_FOR : UNKNOWN_FOR),
    monotonic,
  );

  /** Of transit gateways there need be no table; a source without one of interfaces says so when it is asked about them. */
  async function tableFor({ of }: FlowQuery<unknown>, signal: AbortSignal): Promise<AthenaTable | null> {
    if (of === 'transit-gateway' && options.transitGatewayTable === undefined) return null;
    return tables[of ?? 'vpc'](signal);
  }

  /** Where the files of the tables are; null where that cannot be read, which a query will meet too and say. */
  async function locations(signal: AbortSignal): Promise<readonly string[] | null> {
    const named = [
      ...(options.table === undefined ? [] : [tables.vpc]),
      ...(options.transitGatewayTable === undefined ? [] : [tables['transit-gateway']]),
    ];
    try {
      const read = await Promise.all(named.map((load) => load(signal)));
      const known = read.flatMap(({ location }) => location ?? []);
      return known.length === read.length && read.length > 0 ? known : null;
    } catch {
      signal.throwIfAborted();
      return null;
    }
  }

  function withAccount(one: FlowLog): FlowLog {
    return options.account === undefined ? one : { ...one, account: options.account };
  }

  return {
    engine: createAthenaEngine({
      service,
      tableOf: tableFor,
      workgroup,
      output,
      account: options.account ?? null,
      maxBytesPerQuery: options.maxBytesPerQuery ?? null,
      now: options.now,
      monotonic,
      async close() {
        for (const table of loaded) table.close();
        flowLogs.close();
        if (!options.service) await service.close();
      },
    }),
    async flowLogSettings(signal) {
      const [settings, places] = await Promise.all([flowLogs.load(signal), locations(signal)]);
      return flowLogsOfTable({ ...settings, flowLogs: settings.flowLogs?.map(withAccount) ?? null }, places);
    },
  };
}
