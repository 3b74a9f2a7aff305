/** What people see: the thread as the page of the local Slack draws it, which draws classic blocks only and escapes in its own way. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startLocalSlack } from '../../src/demo/local-slack.ts';
import { createDemoSource } from '../../src/demo/source.ts';
import { aliceIn, hasLocalSlack, settingsFor, WORKSPACE } from '../kit/local-slack.ts';
import { notTested } from '../kit/not-tested.ts';
import { startBot } from '../kit/slack-bot.ts';

const LONG = 20_000;
const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

async function canLook(): Promise<boolean> {
  if (!(await hasLocalSlack())) return false;
  if (existsSync(BROWSER)) return true;
  return notTested('what the page shows', `there is no ${BROWSER}; CHROMIUM may name one`);
}

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

    const browser = await chromium.launch({
      executablePath: BROWSER,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.goto(slack.url);
    await page
      .getByText(/^\d (?:reply|replies)$/)
      .first()
      .click();
    await page.getByText('Asked for').waitFor();
    const shown = await page.locator('#root').textContent();

    for (const part of expected) expect(shown).toContain(part);
    // A block that it does not draw is its type in brackets; marks and entities that it does not read stay as they are.
    expect(shown).not.toMatch(/\[\w+\]|```|&\w+;|\*\w/);
  });
});
