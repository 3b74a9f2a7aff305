import type { App } from '@slack/bolt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { measureAcknowledgements, measuredFetch } from '../../../src/slack/health/measured.ts';
import { createMetrics, type MetricsParts } from '../../../src/slack/health/metrics.ts';
import { startSlackApi } from '../../kit/slack-api.ts';
import { startBot } from '../../kit/slack-bot.ts';
import { DATABASES, memoryStore, openedStore } from '../../kit/stores.ts';

async function metricsOf(changes: Partial<MetricsParts> = {}) {
  const store = changes.store ?? (await memoryStore());
  const metrics = createMetrics({ store, running: { count: 0, waiting: 0 }, lags: () => [], ...changes });
  const lines = async (name: string) =>
    (await metrics.render()).text.split('\n').filter((line) => line.startsWith(name));
  return { metrics, lines };
}

describe('the metrics', () => {
  it('count questions by verb and how they ended', async () => {
    const { metrics, lines } = await metricsOf();

    metrics.ended({ verb: 'reject', outcome: 'done', seconds: 3 });
    metrics.ended({ verb: 'reject', outcome: 'done', seconds: 30 });
    metrics.ended({ verb: 'reject', outcome: 'refused', seconds: null });

    expect(await lines('flows_questions_total')).toEqual([
      'flows_questions_total{verb="reject",outcome="done"} 2',
      'flows_questions_total{verb="reject",outcome="refused"} 1',
    ]);
    expect(await lines('flows_answer_seconds_bucket{le="5"')).toEqual([
      'flows_answer_seconds_bucket{le="5",verb="reject"} 1',
    ]);
  });

  it('count queries and what they scanned, also of those that failed, by service and by what they were for', async () => {
    const { metrics, lines } = await metricsOf();
    const ran = { backend: 'insights', by: 'question', outcome: 'done', bytes: 7e9, usd: 0.035 };

    metrics.queried(ran);
    metrics.queried({ ...ran, outcome: 'cancelled', bytes: 1e9, usd: 0.005 });
    metrics.queried({ ...ran, by: 'round' });

    expect(await lines('flows_queries_total')).toEqual([
      'flows_queries_total{backend="insights",by="question",outcome="done"} 1',
      'flows_queries_total{backend="insights",by="question",outcome="cancelled"} 1',
      'flows_queries_total{backend="insights",by="round",outcome="done"} 1',
    ]);
    expect(await lines('flows_scanned_bytes_total')).toContain(
      'flows_scanned_bytes_total{backend="insights",by="question"} 8000000000',
    );
    expect(await lines('flows_scanned_usd_total')).toContain(
      'flows_scanned_usd_total{backend="insights",by="round"} 0.035',
    );
  });

  it('tell how soon Slack hears back, once for each delivery', async () => {
    const { metrics, lines } = await metricsOf();
    let now = 0;
    const app = {
      processEvent: async ({ ack }: { ack: () => Promise<void> }) => {
        now += 40;
        await ack();
      },
    } as unknown as App;
    measureAcknowledgements(app, metrics, () => now);

    await app.processEvent({ body: {}, ack: async () => {} });

    expect(await lines('flows_acknowledge_seconds_count')).toEqual(['flows_acknowledge_seconds_count 1']);
    expect(await lines('flows_acknowledge_seconds_sum')).toEqual(['flows_acknowledge_seconds_sum 0.04']);
  });

  it('count calls of Slack by method and status, and no response URL, which is a secret', async () => {
    const { metrics, lines } = await metricsOf();
    const call = measuredFetch(metrics, async (input) => {
      if (String(input).includes('update')) throw new TypeError('fetch failed');
      return new Response('{}', { status: 429 });
    });

    await call('https://slack.com/api/chat.postMessage', {});
    await call('https://hooks.slack.com/commands/T0/1/secret', {});
    await expect(call('https://slack.com/api/chat.update')).rejects.toThrow('fetch failed');

    expect(await lines('flows_slack_calls_total')).toEqual([
      'flows_slack_calls_total{method="chat.postMessage",status="429"} 1',
      'flows_slack_calls_total{method="response_url",status="429"} 1',
      'flows_slack_calls_total{method="chat.update",status="failed"} 1',
    ]);
  });

  it('tell what waits here, and by how much each watched source is behind', async () => {
    const { lines } = await metricsOf({
      running: { count: 5, waiting: 3 },
      lags: () => [{ source: 'core', seconds: 420 }],
    });

    expect(await lines('flows_questions_')).toEqual([
      'flows_questions_running 5',
      'flows_questions_waiting 3',
    ]);
    expect(await lines('flows_watcher_lag')).toEqual(['flows_watcher_lag_seconds{source="core"} 420']);
  });
});

describe.each(DATABASES)('the metrics of what is remembered on %s', (_, settings) => {
  it('tell how much is not delivered yet', async () => {
    const store = await openedStore(await settings());
    const { lines } = await metricsOf({ store });
    expect(await lines('flows_work_open')).toEqual(['flows_work_open 0']);

    const row = { kind: 'share', input: '{}', created_at: 1, owner: 'one', lease_until: 2, starts: 1 };
    await store.db
      .insertInto('job')
      .values([
        { id: 'a', state: 'open', ...row },
        { id: 'b', state: 'done', ...row },
      ])
      .execute();

    expect(await lines('flows_work_open')).toEqual(['flows_work_open 1']);
    expect(await lines('flows_alerts')).toEqual([]);
  });

  it('are still told without what cannot be read', async () => {
    const store = await openedStore(await settings());
    const { lines } = await metricsOf({ store, running: { count: 1, waiting: 0 } });
    await store.db.schema.alterTable('job').renameTo('away').execute();

    expect(await lines('flows_work_open')).toEqual([]);
    expect(await lines('flows_questions_running')).toEqual(['flows_questions_running 1']);
  });
});

describe('a bot', () => {
  it('whom Slack calls over HTTP tells its numbers on a port of their own, and not where everybody can read them', async () => {
    const slack = await startSlackApi();
    onTestFinished(() => slack.close());
    const { port, metricsPort } = await startBot(slack.settings, { metricsPort: 0 });
    const told = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);

    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
    expect(told.headers.get('content-type')).toContain('text/plain');
    expect(await told.text()).toContain('flows_questions_running 0');
  });

  it('whose port for its numbers is taken says which setting names another', async () => {
    const slack = await startSlackApi();
    onTestFinished(() => slack.close());
    const { metricsPort } = await startBot(slack.settings, { metricsPort: 0 });

    await expect(startBot(slack.settings, { metricsPort })).rejects.toThrow(
      /Could not serve the metrics on port \d+: .*EADDRINUSE.* Set METRICS_PORT to a port that is free/,
    );
  });
});
