/** An incident as a person lives it on the page: ask, look, widen, see the records, pass it on, keep it. Pictures of each step are kept. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { startLocalSlack } from '../../src/demo/local-slack.ts';
import { createDemoSource } from '../../src/demo/source.ts';
import { settingsFor, WORKSPACE } from '../../src/demo/workspace.ts';
import { startBot } from '../kit/slack-bot.ts';
import { canLook } from '../kit/slack-page.ts';
import { sitAt } from '../kit/slack-seat.ts';

describe.skipIf(!(await canLook()))('an incident on the page', () => {
  it('is asked about, looked at, widened, shared and kept with a few clicks', {
    timeout: 180_000,
  }, async () => {
    const slack = await startLocalSlack(WORKSPACE);
    onTestFinished(() => slack.stop());
    await startBot(settingsFor(slack), { sources: [createDemoSource(() => Math.floor(Date.now() / 1000))] });
    const { page, thread, modal, ...here } = await sitAt(slack);

    await here.type('/flows reject 10.0.1.5');
    await page.locator('main').getByText('asked by').waitFor();
    await here.openThread();
    await thread.getByText('Next check').waitFor();
    await thread.getByRole('button', { name: /records/i }).waitFor();
    await here.picture('thread');
    expect(await thread.textContent()).not.toMatch(/\[\w+\]|```|&\w+;/);

    await here.press(/records/i);
    await modal.getByText('REJECT').first().waitFor();
    await here.picture('records');
    await page.locator('.modal-x').click();

    await here.press(/^Widen/);
    await thread.getByText('Next check').nth(1).waitFor();
    await here.picture('widened');

    await here.press(/^Share/);
    await modal.locator('select').first().selectOption({ label: '#team-databases' });
    await here.picture('share');
    await modal.getByRole('button', { name: 'Share' }).click();
    await thread.getByText(/Shared to/).waitFor();
    await here.openChannel('team-databases');
    await page.locator('main').getByText('shared by').waitFor();
    await here.picture('card');

    await here.openChannel('incidents');
    await here.type('/flows incident open "Checkout cannot reach the database" sev2');
    await page.locator('main').getByText('Checkout cannot reach the database').waitFor();
    await here.type('/flows incident add');
    await page
      .locator('main')
      .getByText(/1 finding/)
      .waitFor();
    await here.picture('incident');

    await page.locator('.sidebar-item', { hasText: 'flows' }).last().click();
    await page.locator('.home').getByText('reject 10.0.1.5').first().waitFor();
    await here.picture('home');
  });
});
