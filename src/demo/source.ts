/** The demo network as a source: its records are generated when a question needs them, so that they are always those of the last hour. */
import { setImmediate } from 'node:timers/promises';
import { createMemoryEngine } from '../backends/memory/memory-engine.ts';
import type { Source } from '../investigation/source.ts';
import type { FlowLog } from '../network/flow-log.ts';
import type { Engine, QueryResult, RunOptions } from '../query/engine.ts';
import type { FlowQuery } from '../query/flow-query.ts';
import { parseText } from '../record/parse-lines.ts';
import { AGGREGATION_SECONDS, DEMO_FORMAT } from './capture.ts';
import { demoConfiguration } from './configuration.ts';
import { demoLines, faultBefore } from './network.ts';
import { ACCOUNT_ID, REGION, resourceId, VPC_ID } from './topology.ts';

const FLOW_LOG: FlowLog = {
  flowLogId: resourceId('fl', 'demo'),
  resourceId: VPC_ID,
  keeps: 'ALL',
  format: DEMO_FORMAT.fields.map(({ name }) => name),
  aggregationInterval: AGGREGATION_SECONDS,
  destination: 'cloud-watch-logs',
  destinationName: '/demo/flow',
  deliveryError: null,
  active: true,
};

/** What is generated serves all questions of this many seconds. */
const FRESH_SECONDS = 60;

const NOTES = ['These records are generated: this is the demo network, and nothing of it is real.'];

/** @param now seconds since the epoch, asked at every question; the faults begin before the first of them. */
export function createDemoSource(now: () => number): Source {
  const faultSince = faultBefore(now());
  const network = demoConfiguration();
  /** A query keeps the process busy: between any two of them, what waits has its turn, such as Slack in the watcher's rounds. */
  let turn = Promise.resolve();
  let generated: { readonly at: number; readonly engine: Engine } | undefined;

  function engineOf(at: number): Engine {
    if (generated && at - generated.at < FRESH_SECONDS && at >= generated.at) return generated.engine;
    const { records } = parseText(demoLines(at, faultSince).join('\n'), { file: 'demo' });
    generated = { at, engine: createMemoryEngine(records) };
    return generated.engine;
  }

  return {
    name: 'demo',
    about: { kind: 'demo', account: ACCOUNT_ID, region: REGION, tags: {} },
    engine: {
      id: 'memory',
      async run<Row>(query: FlowQuery<Row>, options: RunOptions): Promise<QueryResult<Row>> {
        turn = turn.then(() => setImmediate());
        await turn;
        return engineOf(now()).run(query, options);
      },
      async close() {
        generated = undefined;
      },
    },
    flowLogSettings: async () => ({ flowLogs: [FLOW_LOG], notes: NOTES }),
    network: async () => ({ network, readAt: now(), calls: 0, notes: [] }),
  };
}
