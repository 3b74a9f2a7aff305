/** What the bot does and how it fares, in numbers that Prometheus reads. Labels are kinds of things: never an address, a text, or a person. */
import { sql } from 'kysely';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Deed } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import type { RanQuery } from '../../telemetry/steps.ts';
import type { Running } from '../questions/running.ts';

interface EndedQuestion {
  /** One of those that there are, or `other`. */
  readonly verb: string;
  readonly outcome: Deed['outcome'];
  /** From when it was asked to when its answer was there; null where it was not answered. */
  readonly seconds: number | null;
}

export interface SourceLag {
  readonly source: string;
  /** By so much what was looked at for alerts is behind. */
  readonly seconds: number;
}

export interface Metrics {
  ended(question: EndedQuestion): void;
  /** A service has run a query, whoever wanted it. */
  queried(query: RanQuery): void;
  /** Slack heard back after so many seconds. */
  acknowledged(seconds: number): void;
  /** @param outcome an HTTP status, or `failed` where there was none */
  called(method: string, outcome: string): void;
  /** All of it in Prometheus's text format. Never rejects: what cannot be read just now is left out. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface MetricsParts {
  readonly store: Store;
  readonly running: Pick<Running, 'count' | 'waiting'>;
  readonly lags: () => readonly SourceLag[];
}

/** Slack waits three seconds. */
const ACKNOWLEDGED = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
/** Queries of Logs Insights may take minutes. */
const ANSWERED = [0.25, 0.5, 1, 2, 5, 10, 20, 40, 80, 160, 320];

function questionMetrics(registry: Registry) {
  const one = { registers: [registry] };
  return {
    ended: new Counter({
      ...{
        name: 'flows_questions_total',
        help: 'Questions that have ended',
        labelNames: ['verb', 'outcome'],
      },
      ...one,
    }),
    answering: new Histogram({
      ...{ name: 'flows_answer_seconds', help: 'From a question to its answer', labelNames: ['verb'] },
      ...{ buckets: ANSWERED, ...one },
    }),
    acknowledging: new Histogram({
      ...{ name: 'flows_acknowledge_seconds', help: 'From a delivery to its acknowledgement' },
      ...{ buckets: ACKNOWLEDGED, ...one },
    }),
    queries: new Counter({
      ...{ name: 'flows_queries_total', help: 'Queries that services ran', ...one },
      labelNames: ['backend', 'by', 'outcome'],
    }),
    bytes: new Counter({
      ...{ name: 'flows_scanned_bytes_total', help: 'Bytes that queries scanned', ...one },
      labelNames: ['backend', 'by'],
    }),
    usd: new Counter({
      ...{ name: 'flows_scanned_usd_total', help: 'What queries cost by estimate, US dollars', ...one },
      labelNames: ['backend', 'by'],
    }),
    calls: new Counter({
      ...{ name: 'flows_slack_calls_total', help: 'Calls of the Web API of Slack', ...one },
      labelNames: ['method', 'status'],
    }),
  };
}

async function openWork({ db }: Store): Promise<number> {
  const { open } = await db
    .selectFrom('job')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return Number(open);
}

async function alertsByState({ db }: Store) {
  return db
    .selectFrom('alert')
    .select(['state', sql<number>`count(*)`.as('alerts')])
    .where('state', '!=', 'resolved')
    .groupBy('state')
    .execute();
}

/** What is looked up when somebody reads it. */
function registerGauges(registry: Registry, { store, running, lags }: MetricsParts): void {
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: string[], read: (of: Gauge) => Promise<void>) =>
    new Gauge({
      ...{ name, help, labelNames, registers },
      async collect() {
        this.reset();
        // No number is better than one that is out of date.
        await read(this).catch(() => this.remove());
      },
    });
  gauge('flows_questions_running', 'Questions that are being answered', [], async (of) =>
    of.set(running.count),
  );
  gauge('flows_questions_waiting', 'Questions that wait for their turn', [], async (of) =>
    of.set(running.waiting),
  );
  gauge(
    'flows_work_open',
    'Answers, shares and alerts that are not delivered yet, of all processes',
    [],
    async (of) => of.set(await openWork(store)),
  );
  gauge('flows_alerts', 'Alerts that are not resolved, of all processes', ['state'], async (of) => {
    for (const { state, alerts } of await alertsByState(store)) of.set({ state }, Number(alerts));
  });
  gauge('flows_watcher_lag_seconds', 'By how much what was watched is behind', ['source'], async (of) => {
    for (const { source, seconds } of lags()) of.set({ source }, seconds);
  });
}

export function createMetrics(parts: MetricsParts): Metrics {
  const registry = new Registry();
  const { ended, answering, acknowledging, queries, bytes, usd, calls } = questionMetrics(registry);
  registerGauges(registry, parts);

  return {
    ended({ verb, outcome, seconds }) {
      ended.inc({ verb, outcome });
      if (seconds !== null) answering.observe({ verb }, seconds);
    },
    queried({ backend, by, outcome, ...scanned }) {
      queries.inc({ backend, by, outcome });
      bytes.inc({ backend, by }, scanned.bytes);
      usd.inc({ backend, by }, scanned.usd);
    },
    acknowledged: (seconds) => acknowledging.observe(seconds),
    called: (method, status) => calls.inc({ method, status }),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
