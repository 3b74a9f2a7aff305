import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { wrongWith } from '../kit/answered-once.ts';
import { freePort } from '../kit/free-port.ts';
import { compiledFlows } from '../kit/made.ts';
import { startMain } from '../kit/main-process.ts';
import { commandEnvelope } from '../kit/slack-envelopes.ts';
import type { KeptMessage } from '../kit/slack-workspace.ts';
import { type SocketSlack, startSocketSlack } from '../kit/socket-slack.ts';
import type { SlackCall } from '../kit/stateful-slack.ts';

const LONG = 120_000;
const REVOKED = { kind: 'refused', error: 'token_revoked' } as const;
const CHANNEL = 'C0OPS';
const isRoot = ({ thread_ts: thread }: KeptMessage) => thread === undefined;

/** Takes the token until the question stands in the channel, and then no more. */
function revokeInTheMiddle(slack: SocketSlack): void {
  slack.fail(({ method }: SlackCall) =>
    method !== 'response_url' && slack.messages(CHANNEL).length > 0 ? REVOKED : undefined,
  );
}

async function storeFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-revoked-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'flows.db');
}

describe('a process whose token is revoked in the middle of a question', () => {
  beforeAll(compiledFlows, LONG);

  it(
    'ends with 2 and says what to do, and with another token the next one goes on with the message that stands as running',
    async () => {
      const slack = await startSocketSlack();
      onTestFinished(() => slack.close());
      const FLOWS_STORE = await storeFile();
      const first = await startMain(slack.settings, { FLOWS_STORE, PORT: String(await freePort()) });
      revokeInTheMiddle(slack);

      await slack.hand(commandEnvelope(slack.url, { channel_id: CHANNEL, text: 'reject 10.0.1.5' }));
      const { code, said } = await first.ended;

      expect(code).toBe(2);
      expect(said).toContain('Could not go on with SLACK_BOT_TOKEN: Slack’s answer is token_revoked');
      expect(said).toContain('start flows with it');
      expect(wrongWith(slack.messages(CHANNEL), { isRoot, files: 0 })).toContain(
        'the question has not become its answer',
      );

      const again = await startMain(slack.settings, { FLOWS_STORE, PORT: String(await freePort()) });
      const ended = await again.ended;
      expect([ended.code, ended.said]).toEqual([2, expect.stringContaining('Could not sign in to Slack')]);

      slack.fail(() => undefined);
      const next = await startMain(slack.settings, { FLOWS_STORE, PORT: String(await freePort()) });
      await vi.waitFor(
        () => expect(wrongWith(slack.messages(CHANNEL), { isRoot, files: 0 })).toEqual([]),
        LONG,
      );
      next.stop();
      expect((await next.ended).code).toBe(0);
    },
    LONG,
  );
});
