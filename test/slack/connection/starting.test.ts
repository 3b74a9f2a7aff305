import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { wait } from '../../../src/slack/wait.ts';
import { freePort } from '../../kit/free-port.ts';
import { startSlackApi } from '../../kit/slack-api.ts';
import { startBot } from '../../kit/slack-bot.ts';
import { startSocketSlack } from '../../kit/socket-slack.ts';

type Changes = Parameters<typeof startBot>[1];

const ALARMS = { topics: ['arn:aws:sns:eu-west-1:111122223333:alarms'], channel: 'C0ALARMS', perHour: 3 };
const MENTION = {
  type: 'app_mention',
  user: 'U0ASKER',
  text: '<@U0FLOWS> reject 10.0.1.5',
  channel: 'C0OPS',
  ts: '1.1',
};

/** Waits once until it is let go on; after that as long as it is to. */
function heldOnce() {
  let [letGo, hasBegun] = [() => {}, false];
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const waitFor: typeof wait = (milliseconds, signal) => {
    if (hasBegun) return wait(milliseconds, signal);
    hasBegun = true;
    return released;
  };
  const begun = () => vi.waitFor(() => expect(hasBegun).toBe(true), 10_000);
  return { waitFor, begun, letGo: () => letGo() };
}

async function status(port: number, path: string, method = 'GET'): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}${path}`, { method })).status;
}

/** A bot that is called over HTTP and whom Slack does not tell who it is, as it is away, until it is back. */
async function withoutSlack(changes: Changes = {}) {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  api.intercept(({ method }) => (method === 'auth.test' ? { status: 503, body: 'away' } : undefined));
  const held = heldOnce();
  const port = await freePort();
  const started = startBot({ ...api.settings, port }, { waitFor: held.waitFor, ...changes });
  await held.begun();
  const back = async () => {
    api.intercept(() => undefined);
    held.letGo();
    await started;
  };
  return { api, port, back };
}

describe('a bot that starts while Slack is away', () => {
  it('is alive and not ready over HTTP, and both once Slack is back', async () => {
    const { port, back } = await withoutSlack();

    expect([await status(port, '/healthz'), await status(port, '/readyz')]).toEqual([200, 503]);
    await back();
    expect([await status(port, '/healthz'), await status(port, '/readyz')]).toEqual([200, 200]);
  });

  it('takes nothing of what Slack posts until it knows who it is, so that Slack brings it again', async () => {
    const { api, port, back } = await withoutSlack();
    const mentioned = async () => (await api.event(port, MENTION, 'Ev1')).status;
    const commanded = async () => (await api.command(port, { text: 'help' })).status;

    expect([await mentioned(), await commanded()]).toEqual([503, 503]);
    await back();
    expect([await mentioned(), await commanded()]).toEqual([200, 200]);
    await vi.waitFor(() => expect(api.of('chat.postMessage')).toHaveLength(2), 10_000);
  });

  it('takes no alarm either, so that SNS brings it again', async () => {
    const { port, back } = await withoutSlack({ alarms: ALARMS });

    expect(await status(port, '/alarms/sns', 'POST')).toBe(503);
    await back();
    expect(await status(port, '/alarms/sns', 'POST')).not.toBe(503);
  });

  it('is alive and not ready in Socket Mode, and tells its numbers', async () => {
    const slack = await startSocketSlack();
    onTestFinished(() => slack.close());
    const held = heldOnce();
    const healthPort = await freePort();
    const settings = { ...slack.settings, apiUrl: `http://127.0.0.1:${await freePort()}/api/` };
    const started = startBot(settings, { healthPort, waitFor: held.waitFor }).catch(() => undefined);
    await held.begun();

    expect([
      await status(healthPort, '/healthz'),
      await status(healthPort, '/readyz'),
      await status(healthPort, '/metrics'),
    ]).toEqual([200, 503, 200]);
    void started;
  });

  it('says that its port is taken, though Slack has not told who it is', async () => {
    const { api, port } = await withoutSlack();

    await expect(startBot({ ...api.settings, port })).rejects.toThrow(`Could not listen on port ${port}`);
  });
});
