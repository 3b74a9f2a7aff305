import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTracing } from '../../src/telemetry/otlp.ts';
import type { Tracing } from '../../src/telemetry/span.ts';
import { spanIn, spansNamed, startCollector } from '../kit/collector.ts';
import { mockInsights } from '../kit/insights-source.ts';
import { answeringInsights, startLoggedBot } from '../kit/logged-bot.ts';

afterEach(() => void vi.unstubAllEnvs());

const START = { name: 'question', kind: 'internal', attributes: {} } as const;

/** As `main.ts` opens it where the environment names a collector. */
function tracingTo(url: string, environment: Readonly<Record<string, string>> = {}): Tracing {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', url);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return openTracing(() => undefined);
}

describe('the trace of a question', () => {
  const aws = mockInsights();

  it('is one, from Slack’s delivery over what each source and AWS did to each call of Slack', async () => {
    const collector = await startCollector();
    const tracing = tracingTo(collector.url);
    answeringInsights(aws);
    const { slack, port, said, lines, stop } = await startLoggedBot({ tracing }, 'info');

    await slack.command(port, { trigger_id: 'trigger-1', text: 'reject 10.0.1.5' });
    await said('a question was answered');
    await stop();
    await tracing.stop(5000);

    const root = collector
      .roots()
      .find(({ attributes }) => attributes['flows.correlation_id'] === 'trigger-1');
    expect(root).toMatchObject({
      name: 'receive',
      attributes: { 'messaging.system': 'slack', 'flows.delivery': 'command' },
    });
    const question = spanIn(root, 'question');
    expect(question?.attributes).toMatchObject({
      ...{ 'flows.verb': 'reject', 'flows.via': 'command', 'flows.outcome': 'done' },
    });
    const asked = spanIn(question, 'answer', 'ask source');
    expect(asked?.attributes).toMatchObject({ 'flows.source': 'core', 'flows.kept': false });
    expect(spanIn(asked, 'run query')?.attributes).toMatchObject({
      ...{ 'db.system.name': 'insights', 'flows.query.id': 'q-1', 'cloud.region': 'us-east-1' },
      ...{ 'flows.scanned.bytes': 7_000_000, 'db.response.status_code': 'Complete' },
    });
    expect(spanIn(question, 'answer', 'analyze')?.attributes).toHaveProperty('flows.analyzer');
    expect(spanIn(question, 'slack chat.postMessage')?.attributes).toMatchObject({
      ...{ 'http.request.method': 'POST', 'http.response.status_code': 200, 'http.request.resend_count': 0 },
    });
    expect(spanIn(question, 'slack chat.update')).toBeDefined();
    const begun = lines().find(({ msg }) => msg === 'a query has begun');
    expect(begun?.['trace_id']).toBe(root?.traceId);
    expect(collector.bodies.join('')).not.toMatch(/10\.0\.1\.5|secret|xoxb/);
  });

  it('has each try of a call that Slack put off', async () => {
    const collector = await startCollector();
    const tracing = tracingTo(collector.url);
    answeringInsights(aws);
    const { slack, port, said } = await startLoggedBot({ tracing });
    slack.intercept(({ method }, calls) =>
      method === 'chat.postMessage' && calls.filter((call) => call.method === method).length === 1
        ? { status: 429, headers: { 'retry-after': '0' } }
        : undefined,
    );

    await slack.command(port);
    await said('a question was answered');
    await tracing.stop(5000);

    const posts = spansNamed(collector.roots(), 'slack chat.postMessage').slice(0, 2);
    expect(posts.map(({ isError }) => isError)).toEqual([true, false]);
    expect(posts.map(({ attributes }) => attributes['http.request.resend_count'])).toEqual([0, 1]);
  });
});

describe('traces', () => {
  it('are of a service that is called flows, or what the environment calls it', async () => {
    const collector = await startCollector();
    const usual = tracingTo(collector.url);
    usual.begin(START).end();
    await usual.stop(5000);
    expect(collector.resource()).toMatchObject({ 'service.name': 'flows' });

    const named = tracingTo(collector.url, {
      OTEL_SERVICE_NAME: 'flows-staging',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=ops',
    });
    named.begin(START).end();
    await named.stop(5000);

    expect(collector.resource()).toMatchObject({ 'service.name': 'flows-staging' });
    expect(collector.headers.at(-1)).toMatchObject({ 'x-tenant': 'ops' });
  });

  it('are sampled as the environment says', async () => {
    const collector = await startCollector();
    const tracing = tracingTo(collector.url, { OTEL_TRACES_SAMPLER: 'always_off' });

    tracing.begin(START).end();
    await tracing.stop(5000);

    expect(collector.bodies).toEqual([]);
  });

  it('that a collector does not take are told of once, and once more when it does again', async () => {
    let status = 400;
    const collector = await startCollector(() => status);
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url);
    vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '5');
    const told: (string | null)[] = [];
    const tracing = openTracing((failure) => told.push(failure?.name ?? null));
    const sent = async (count: number) => {
      tracing.begin(START).end();
      await expect.poll(() => collector.bodies.length).toBe(count);
    };

    await sent(1);
    await sent(2);
    status = 200;
    await sent(3);
    await tracing.stop(5000);

    expect(told).toEqual(['OTLPExporterError', null]);
  });

  it('keep nobody waiting for a collector that never answers', async () => {
    const collector = await startCollector(() => null);
    const tracing = tracingTo(collector.url);
    tracing.begin(START).end();

    await tracing.stop(50);

    await expect.poll(() => collector.bodies.length).toBe(1);
  });
});
