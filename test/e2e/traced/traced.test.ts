/** Traces of the whole process: there where the environment asks for them, sent before it ends, and not even loaded where it does not. */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Built, buildFlows, saying } from '../../kit/built.ts';
import { spansNamed, startCollector } from '../../kit/collector.ts';
import { freePort } from '../../kit/free-port.ts';
import { startSlackApi } from '../../kit/slack-api.ts';

const PRELOADED = `--import ${fileURLToPath(new URL('loaded.mjs', import.meta.url))}`;
/** Longer than any test: only what is sent at the end arrives. Milliseconds. */
const NEVER = '600000';

/** Processes start, and a machine that is busy takes its time. */
vi.setConfig({ testTimeout: 120_000 });

let built: Built;

beforeAll(async () => {
  built = await buildFlows();
}, 180_000);

afterAll(() => built.remove());

/** Asks one question, and asks the process to stop. */
async function asked(env: Readonly<Record<string, string>>) {
  const slack = await startSlackApi();
  onTestFinished(() => slack.close());
  const { settings } = slack;
  const port = await freePort();
  const slackEnv = {
    ...{
      SLACK_BOT_TOKEN: 'xoxb-test',
      SLACK_SIGNING_SECRET: settings.signingSecret ?? '',
      PORT: String(port),
    },
    ...{ SLACK_API_URL: settings.apiUrl ?? '', FLOWS_STORE: ':memory:', NODE_OPTIONS: PRELOADED },
  };
  const spoken = built.run('main', [], { ...slackEnv, ...env });
  onTestFinished(() => void spoken.child.kill('SIGKILL'));
  await saying(spoken, '"ready"');
  await slack.command(port, { text: 'reject 10.0.1.5' });
  await saying(spoken, 'a question was answered');
  spoken.child.kill('SIGTERM');
  return { code: await spoken.ended, said: spoken.said() };
}

describe('a process', () => {
  it('that is traced sends its last spans before it ends', async () => {
    const collector = await startCollector();
    const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: NEVER };

    const { code, said } = await asked(traced);

    expect(code).toBe(0);
    expect(said).toContain('the SDK of OpenTelemetry was loaded');
    expect(spansNamed(collector.roots(), 'question')).toMatchObject([
      { attributes: { 'flows.verb': 'reject' } },
    ]);
  });

  it('whose collector is away answers and stops as ever, and says it once', async () => {
    const away = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_BSP_SCHEDULE_DELAY: '20' };

    const { code, said } = await asked(away);

    expect(code).toBe(0);
    expect(said.match(/traces do not arrive at the collector/g) ?? []).toHaveLength(1);
  });

  it.each([{}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'true' }])(
    'that is not traced loads nothing of it: %o',
    async (env) => {
      const { code, said } = await asked(env);

      expect(code).toBe(0);
      expect(said).toContain('the SDK of OpenTelemetry was not loaded');
      expect(said).not.toContain('trace_id');
    },
  );
});
