/** No secret in any output: the whole process, with secrets that can be recognised, is started, asked, refused and broken, and all that it says is read. */
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Built, buildFlows, saying } from '../../kit/built.ts';
import { startCollector } from '../../kit/collector.ts';
import { freePort } from '../../kit/free-port.ts';
import { type SlackApi, startSlackApi } from '../../kit/slack-api.ts';

/** Each is found again by what it alone has. */
const SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-1111-2222-PLANTEDbottoken',
  SLACK_APP_TOKEN: 'xapp-1-A111-2222-PLANTEDapptoken',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  DATABASE_URL: 'postgres://flows:PLANTED@pass/word@127.0.0.1:1/nothing?sslpassword=PLANTEDkey',
  AWS_ACCESS_KEY_ID: 'AKIAPLANTEDPLANTED00',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYPLANTEDKEY',
  AWS_SESSION_TOKEN: 'FwoGZXIvYXdzEBYaDPLANTEDsession+token//==',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20PLANTEDotel',
};
const MARKS = /PLANTED|0123456789abcdef0123456789abcdef|wJalrXUtn|topsecret/;
const RESPONSE_URL = '/commands/T0TEST/1/topsecret';

const { DATABASE_URL: _database, ...OTHERS } = SECRETS;

/** Of a role that is assumed: who has it may ask for the role. */
const CONFIGURATION = `
sources:
  - name: core
    kind: insights
    region: us-east-1
    logGroups: [/vpc/flow]
    role: { arn: 'arn:aws:iam::111122223333:role/flows-reader', externalId: PLANTEDexternalid }
  - name: plain
    kind: insights
    region: us-east-1
    logGroups: [/vpc/flow]
`;

/** Processes start, and a machine that is busy takes its time. */
vi.setConfig({ testTimeout: 120_000 });

let built: Built;

beforeAll(async () => {
  built = await buildFlows();
  await writeFile(join(built.folder, 'flows.config.yaml'), CONFIGURATION);
}, 180_000);

afterAll(() => built.remove());

/** AWS that takes no signature, and repeats in its refusal what it was sent (General Reference, "Signature Version 4"). */
async function refusingAws(): Promise<string> {
  const server = createServer((request, response) => {
    const { authorization, 'x-amz-security-token': token } = request.headers;
    const message = `The request signature we calculated does not match. The Canonical String for this request should have been 'POST / x-amz-security-token:${token} ${authorization}'`;
    response.writeHead(403, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ __type: 'InvalidSignatureException', message }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function slackStandIn(): Promise<SlackApi> {
  const slack = await startSlackApi();
  onTestFinished(() => slack.close());
  return slack;
}

/** What it has said when it has ended by itself. */
async function saidBy(entry: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const { said, ended } = built.run(entry, args, env);
  const code = await ended;
  return { code, said: said() };
}

describe('a process that cannot start', () => {
  it('names a variable that is wrong, and not what is in it', async () => {
    const wrong = {
      ...SECRETS,
      SLACK_BOT_TOKEN: 'PLANTEDbottoken',
      DATABASE_URL: 'mysql://flows:PLANTED@host',
    };
    const { code, said } = await saidBy('main', [], wrong);

    expect(code).toBe(2);
    expect(said).toContain('SLACK_BOT_TOKEN');
    expect(said).not.toMatch(MARKS);
  });

  it('says which store it cannot open, and not with which password', async () => {
    const { code, said } = await saidBy('main', [], SECRETS);

    expect(code).toBe(2);
    expect(said).toContain('Could not open the store');
    expect(said).not.toMatch(MARKS);
  });

  it('says that Slack refused, and not what', async () => {
    const slack = await slackStandIn();
    slack.intercept(() => ({
      body: { ok: false, error: 'invalid_auth', provided: SECRETS.SLACK_BOT_TOKEN },
    }));
    const env = {
      ...OTHERS,
      SLACK_API_URL: slack.settings.apiUrl ?? '',
      PORT: String(await freePort()),
      FLOWS_STORE: ':memory:',
    };
    const { said } = await saidBy('main', [], env);

    expect(said).toContain('SLACK_BOT_TOKEN');
    expect(said).not.toMatch(MARKS);
  });
});

describe('the command', () => {
  it.each([
    '--help',
    '--version',
    'doctor --json',
    'doctor',
    'iam-policy --json',
    'reject 10.0.1.5 --json',
    'reject 10.0.1.5 in core',
    'coverage --markdown',
  ])('flows %s says no secret, though AWS repeats what it was sent', async (typed) => {
    const env = {
      ...SECRETS,
      AWS_ENDPOINT_URL: await refusingAws(),
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
    };
    const { said } = await saidBy('cli', typed.split(' '), env);

    expect(said).not.toBe('');
    expect(said).not.toMatch(MARKS);
  });
});

describe('a process that runs', () => {
  it('says no secret in its log, its metrics, its traces and its messages, whatever is asked and refused, nor when it breaks', async () => {
    const [slack, aws, collector] = [await slackStandIn(), await refusingAws(), await startCollector()];
    const [port, metricsPort] = [await freePort(), await freePort()];
    slack.intercept(({ method }) => (method === 'response_url' ? { status: 500 } : undefined));
    const spoken = built.run('main', [], {
      ...OTHERS,
      ...{ SLACK_API_URL: slack.settings.apiUrl ?? '', AWS_ENDPOINT_URL: aws, FLOWS_STORE: ':memory:' },
      // Slack calls it over HTTP, which it does not where it opens a socket.
      SLACK_APP_TOKEN: '',
      ...{
        PORT: String(port),
        METRICS_PORT: String(metricsPort),
        LOG_LEVEL: 'trace',
        OTEL_BSP_SCHEDULE_DELAY: '50',
      },
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      NODE_OPTIONS: `--import ${fileURLToPath(new URL('crash.mjs', import.meta.url))}`,
    });
    onTestFinished(() => void spoken.child.kill('SIGKILL'));
    await saying(spoken, '"ready"');

    const url = (slack.settings.apiUrl ?? '').replace('/api/', RESPONSE_URL);
    await slack.command(port, { trigger_id: 'asked', text: 'reject 10.0.1.5', response_url: url });
    await saying(spoken, 'a question was answered');
    await slack.command(port, { text: `reject ${SECRETS.SLACK_BOT_TOKEN}`, response_url: url });
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    await expect.poll(() => collector.bodies.join('')).toContain('question');
    spoken.child.kill('SIGUSR2');

    expect(await spoken.ended).toBe(1);
    expect(spoken.said()).toContain('flows itself failed, and ends');
    expect(metrics).toContain('flows_questions_total{verb="reject",outcome="failed"} 1');
    expect(spoken.said()).not.toMatch(MARKS);
    expect(metrics).not.toMatch(MARKS);
    expect(collector.bodies.join('')).not.toMatch(MARKS);
    const posted = slack.calls.filter(({ method }) => method.startsWith('chat.'));
    expect(JSON.stringify(posted)).not.toMatch(/PLANTED(?!bottoken)|topsecret/);
  });
});
