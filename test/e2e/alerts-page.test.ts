/** Alerts as a person on call meets them on the page: told in a channel, looked at, silenced for a reason. Pictures of each step are kept. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { ALERT_DEFAULTS } from '../../src/alerts/settings.ts';
import { startLocalSlack } from '../../src/demo/local-slack.ts';
import { createDemoSource } from '../../src/demo/source.ts';
import { ALERTS_CHANNEL, settingsFor, WORKSPACE } from '../../src/demo/workspace.ts';
import { startBot } from '../kit/slack-bot.ts';
import { canLook } from '../kit/slack-page.ts';
import { sitAt } from '../kit/slack-seat.ts';

/** Milliseconds: a round takes some seconds, longer on a machine that is busy. */
const PATIENCE = 180_000;
/** So that an alert is seen as a whole, in pixels. */
const TALL = { width: 1280, height: 1080 };

describe.skipIf(!(await canLook()))('alerts on the page', () => {
  it('are told by the bot itself, and looked after with a few clicks', {
    timeout: 300_000,
  }, async () => {
    const slack = await startLocalSlack(WORKSPACE);
    onTestFinished(() => slack.stop());
    await startBot(settingsFor(slack), {
      sources: [createDemoSource(() => Math.floor(Date.now() / 1000))],
      alerts: { ...ALERT_DEFAULTS, channel: ALERTS_CHANNEL.id, groupWait: 10 },
      glance: 2000,
    });
    const { page, modal, ...here } = await sitAt(slack);
    page.setDefaultTimeout(PATIENCE);
    await page.setViewportSize(TALL);
    const main = page.locator('main');

    await here.openChannel(ALERTS_CHANNEL.name);
    await main.getByRole('button', { name: 'Acknowledge' }).first().waitFor();
    await here.picture('alert');
    expect(await main.textContent()).toMatch(
      /A-1 · high · blocked-dependency.*Blocked by.*May be harmless.*Next check/,
    );
    expect(await main.textContent()).not.toMatch(/\[\w+\]|```|&\w+;/);

    await main.getByRole('button', { name: 'Acknowledge' }).first().click();
    await main
      .getByText(/looks after it/)
      .first()
      .waitFor();
    await here.picture('acknowledged');

    await main.getByRole('button', { name: 'Mute…' }).first().click();
    await modal.getByText('For how long').waitFor();
    await here.picture('mute');
    await page.locator('.modal-x').click();
  });
});
