/**
 * CloudWatch Logs as a thread of its own, over HTTP: runs each query for 2 to 20 seconds and then over real records, which are always those of the
 * last hour, and turns away what passes the quotas of an account.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { randomOf } from '../../kit/random.ts';
import { counting } from './allowed.ts';
import { answerer } from './answerer.ts';

/** Milliseconds. */
const TAKES = { least: 2000, most: 20_000, estimate: 500 };
/** Of a round trip, milliseconds. */
const TRAVELS = { least: 20, most: 60 };
/** All that flows takes of an account (its quotas.ts); the account's own quota is 100. */
const CONCURRENT = 30;
/** Requests a second (CloudWatch Logs quotas; of DescribeQueries none is published, so it is held to the same). */
const ALLOWED = { requests: 10, milliseconds: 1000 };
/** Bytes that a second of the log group holds: about 1 GB an hour. */
const BYTES_PER_SECOND = 300_000;
/** Queries that have ended are remembered so long, milliseconds. */
const REMEMBERED = 120_000;

export interface InsightsTold {
  readonly seed: number;
  /** Of the scenario whose records it holds. */
  readonly folder: string;
  /** By how much faster its queries are than they would be. */
  readonly faster: number;
}

/** What became of it so far. */
export interface InsightsCount {
  readonly queries: number;
  readonly estimates: number;
  readonly stopped: number;
  readonly mostAtOnce: number;
  /** By operation. */
  readonly violations: Readonly<Record<string, number>>;
  /** The most requests in a second, by operation. */
  readonly busiest: Readonly<Record<string, number>>;
}

interface Query {
  readonly text: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly endsAt: number;
  isStopped: boolean;
}

type Body = Readonly<Record<string, unknown>>;
type Reply = Body | { readonly __type: string; readonly message: string };

/** Answers operations. */
async function account({ seed, folder, faster }: InsightsTold) {
  const random = randomOf(seed);
  const { discovered, rowsOf } = await answerer(folder);
  const queries = new Map<string, Query>();
  const counters = new Map<string, ReturnType<typeof counting>>();
  const violations: Record<string, number> = {};
  const count = { queries: 0, estimates: 0, stopped: 0, mostAtOnce: 0 };

  const now = () => performance.now();
  const isRunning = ({ endsAt, isStopped }: Query) => !isStopped && endsAt > now();
  const running = () => [...queries].filter(([, query]) => isRunning(query));

  function refused(operation: string, type: string, message: string): Reply {
    violations[`${operation} ${type}`] = (violations[`${operation} ${type}`] ?? 0) + 1;
    return { __type: type, message };
  }

  function start({ queryString, startTime, endTime }: Body): Reply {
    if (running().length >= CONCURRENT)
      return refused('StartQuery', 'LimitExceededException', 'Account maximum query concurrency limit.');
    const text = String(queryString);
    const isEstimate = /\|\s*estimate\s*$/.test(text);
    const takes = isEstimate ? TAKES.estimate : TAKES.least + (TAKES.most - TAKES.least) * random();
    const queryId = `q-${count.queries + count.estimates}`;
    queries.set(queryId, {
      ...{ text, startTime: Number(startTime), endTime: Number(endTime) },
      ...{ endsAt: now() + takes / faster, isStopped: false },
    });
    if (isEstimate) count.estimates += 1;
    else count.queries += 1;
    count.mostAtOnce = Math.max(count.mostAtOnce, running().length);
    for (const [id, { endsAt }] of queries) if (endsAt < now() - REMEMBERED) queries.delete(id);
    return { queryId };
  }

  function results({ queryId }: Body): Reply {
    const query = queries.get(String(queryId));
    if (!query) return { __type: 'ResourceNotFoundException', message: 'There is no such query.' };
    if (isRunning(query)) return { status: 'Running', results: [], statistics: {} };
    if (query.isStopped) return { status: 'Cancelled', results: [], statistics: {} };
    const bytes = (query.endTime - query.startTime + 1) * BYTES_PER_SECOND;
    if (/\|\s*estimate\s*$/.test(query.text))
      return {
        status: 'Complete',
        results: [[{ field: 'estimatedBytes', value: String(bytes) }]],
        statistics: {},
      };
    const statistics = { recordsMatched: 0, recordsScanned: bytes / 100, bytesScanned: bytes };
    return { status: 'Complete', results: rowsOf(query), statistics };
  }

  function stop({ queryId }: Body): Reply {
    const query = queries.get(String(queryId));
    if (!query || !isRunning(query))
      return { __type: 'InvalidParameterException', message: 'The query has ended.' };
    query.isStopped = true;
    count.stopped += 1;
    return { success: true };
  }

  const operations: Readonly<Record<string, (body: Body) => Reply>> = {
    StartQuery: start,
    GetQueryResults: results,
    StopQuery: stop,
    DescribeQueries: () => ({ queries: running().map(([queryId]) => ({ queryId, status: 'Running' })) }),
    GetLogGroupFields: () => ({
      logGroupFields: ['@message', ...discovered].map((name) => ({ name, percent: 100 })),
    }),
  };

  return {
    answer(operation: string, body: Body): Reply {
      const counter = counters.get(operation) ?? counting(ALLOWED);
      counters.set(operation, counter);
      if (counter.take(now()) > 0) return refused(operation, 'ThrottlingException', 'Rate exceeded');
      const known = operations[operation];
      return known ? known(body) : refused(operation, 'UnknownOperationException', operation);
    },
    count: (): InsightsCount => ({
      ...{ ...count, violations },
      busiest: Object.fromEntries([...counters].map(([name, { most }]) => [name, most])),
    }),
    travel: () => setTimeout(TRAVELS.least + (TRAVELS.most - TRAVELS.least) * random()),
  };
}

async function beInsights(told: InsightsTold, port: NonNullable<typeof parentPort>): Promise<void> {
  const { answer, count, travel } = await account(told);
  const server = createServer(async (request, response) => {
    const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
    const body = (await json(request)) as Body;
    const reply = answer(operation, body);
    await travel();
    response.writeHead('__type' in reply ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(reply));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port.on('message', () => port.postMessage(count()));
  port.postMessage((server.address() as AddressInfo).port);
}

if (parentPort && workerData !== null) await beInsights(workerData as InsightsTold, parentPort);

export interface Insights {
  readonly url: string;
  count(): Promise<InsightsCount>;
  close(): Promise<unknown>;
}

export async function startInsights(told: InsightsTold): Promise<Insights> {
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: told });
  const [port] = (await once(worker, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    async count() {
      worker.postMessage('count');
      const [count] = (await once(worker, 'message')) as [InsightsCount];
      return count;
    },
    close: () => worker.terminate(),
  };
}
