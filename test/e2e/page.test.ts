/** What people see: the thread as the page of the local Slack draws it, which draws classic blocks only and escapes in its own way. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startLocalSlack } from '../../src/demo/local-slack.ts';
import { createDemoSource } from '../../src/demo/source.ts';
import { aliceIn, settingsFor, WORKSPACE } from '../kit/local-slack.ts';
import { startBot } from '../kit/slack-bot.ts';
import { canLook, openedThread } from '../kit/slack-page.ts';

const LONG = 20_000;

describe.skipIf(!(await canLook()))('the page of the local Slack', () => {
  it.each([
    ['reject 10.0.1.5', ['Blocked by', 'Evidence', 'Next check', 'Asked for']],
    ['top by bytes', ['1. ', 'Next check', 'Asked for']],
    ['timeline 10.0.1.5', ['rejected', '█', 'most accepted', 'Next check', 'Asked for']],
  ])('draws every block of the answer to: %s', { timeout: 60_000 }, async (question, expected) => {
    const slack = await startLocalSlack(WORKSPACE);
    onTestFinished(() => slack.stop());
    await startBot(settingsFor(slack), { sources: [createDemoSource(() => Math.floor(Date.now() / 1000))] });
    const alice = aliceIn(slack, 'C0TEST0');
    await alice.command('/flows', question);
    await vi.waitFor(
      async () => expect(JSON.stringify(await alice.messages())).toMatch(/asked by(?!.*flows-cancel)/),
      LONG,
    );

    const page = await openedThread(slack);
    await page.getByText('Asked for').waitFor();
    const shown = await page.locator('#root').textContent();

    for (const part of expected) expect(shown).toContain(part);
    // A block that it does not draw is its type in brackets; marks and entities that it does not read stay as they are.
    expect(shown).not.toMatch(/\[\w+\]|```|&\w+;|\*\w/);
  });
});
