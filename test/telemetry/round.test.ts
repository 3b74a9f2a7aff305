import { describe, expect, it, vi } from 'vitest';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { openTracing } from '../../src/telemetry/otlp.ts';
import { spansNamed, startCollector } from '../kit/collector.ts';
import { mockInsights } from '../kit/insights-source.ts';
import { answeringInsights, startLoggedBot } from '../kit/logged-bot.ts';

describe('a round of the watcher', () => {
  const aws = mockInsights();

  it('has one id in the log and one trace, down to each query and each detector, and is measured', async () => {
    const collector = await startCollector();
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url);
    const tracing = openTracing(() => undefined);
    vi.unstubAllEnvs();
    answeringInsights(aws);
    const alerts = { ...ALERT_DEFAULTS, channel: 'C0ALERTS' };
    const { metricsPort, said, lines, stop } = await startLoggedBot({ alerts, tracing, glance: 20 }, 'info');
    const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();

    const { correlationId } = await said('the watcher has looked at a source');
    await expect.poll(metrics).toMatch(/flows_watcher_lag_seconds\{source="core"\} \d/);
    const measured = await metrics();
    await stop();
    await tracing.stop(5000);

    expect(correlationId).toMatch(/^round-core-\d+$/);
    const about = lines().filter((line) => line['correlationId'] === correlationId);
    expect(about.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['a query has begun', 'a query has ended']),
    );
    expect(measured).toMatch(/flows_queries_total\{backend="insights",by="round",outcome="done"\} [1-9]/);
    expect(measured).toMatch(/flows_scanned_bytes_total\{backend="insights",by="round"\} [1-9]/);
    const [round] = spansNamed(collector.roots(), 'round');
    expect(round?.attributes).toMatchObject({
      'flows.source': 'core',
      'flows.correlation_id': correlationId,
    });
    const detectors = spansNamed(round ? [round] : [], 'analyze').map(
      ({ attributes }) => attributes['flows.analyzer'],
    );
    expect(detectors).toContain('port-scan');
    expect(spansNamed(round ? [round] : [], 'run query').length).toBeGreaterThan(0);
  });
});
