/** Everything about a source of Athena that is not alike for all sources: its workgroup, its tables, whether it may be asked, and the tables' partitions. */
import { randomUUID } from 'node:crypto';
import { createAthenaApi } from '../../../backends/athena/athena-api.ts';
import type { AthenaTable } from '../../../backends/athena/table.ts';
import { isProjected } from '../../../backends/athena/table-properties.ts';
import type { AthenaSettings } from '../../../config.ts';
import type { Source } from '../../../investigation/source.ts';
import { bounded } from '../bounded.ts';
import { type Check, problem } from '../check.ts';
import { flowLogsChecks, unwrittenChecks } from '../flow-logs.ts';
import type { Looking } from '../looking.ts';
import { askingChecks } from './asking.ts';
import { newestPartitionChecks } from './partitions.ts';
import { projectionChecks } from './projection.ts';
import { type LookedAt, lookAtTable } from './table.ts';
import { workgroupChecks } from './workgroup.ts';

type Named = readonly [kind: AthenaTable['kind'], name: string];

function tablesOf({ table, transitGatewayTable }: AthenaSettings): readonly Named[] {
  return [
    ...(table === undefined ? [] : [['vpc', table] as const]),
    ...(transitGatewayTable === undefined ? [] : [['transit-gateway', transitGatewayTable] as const]),
  ];
}

export async function* athenaChecks(
  settings: AthenaSettings,
  source: Source,
  looking: Looking,
): AsyncGenerator<Check> {
  const { name } = settings;
  const about = `source ${name}`;
  const todo = 'See that this machine reaches Athena in that region; AWS_ENDPOINT_URL and proxies count.';
  const { clock, now } = looking;
  const api = createAthenaApi(settings);
  const look = (of: (signal: AbortSignal) => Promise<readonly Check[]>) =>
    bounded({ about, who: 'Athena', todo }, looking, of);
  const tables = tablesOf(settings);
  if (tables.length === 0)
    yield problem(
      about,
      'It names no table.',
      'Name one in `table` of the source; flows athena-setup prints one',
    );
  const read: NonNullable<LookedAt['read']>[] = [];
  try {
    yield* await look(() => workgroupChecks(api, settings, looking.budgets));
    for (const [kind, table] of tables)
      yield* await look(async () => {
        const looked = await lookAtTable(api, settings, kind, table);
        if (looked.read) read.push(looked.read);
        return looked.checks;
      });
    const asked = await look((signal) => askingChecks({ api, clock, settings, signal }, randomUUID()));
    yield* asked;
    const mayAsk = asked.every(({ standing }) => standing !== 'problem');
    for (const { table, metadata } of read) {
      if (isProjected(metadata)) yield* projectionChecks(about, table, metadata, now);
      else if (mayAsk)
        yield* await look((signal) =>
          newestPartitionChecks({ api, clock, settings, signal }, table, { now, token: randomUUID() }),
        );
    }
    yield* await look(async (signal) => {
      const told = await source.flowLogSettings(signal);
      const isTold = settings.flowLogs !== undefined;
      return [...flowLogsChecks(name, told, isTold), ...unwrittenChecks(name, told, [])];
    });
  } finally {
    await api.close();
  }
}
