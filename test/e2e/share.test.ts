/** Sharing and Home as the page of the local Slack draws them. Keeps its pictures where FLOWS_TEST_SCREENSHOTS names a folder. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startLocalSlack } from '../../src/demo/local-slack.ts';
import { createDemoSource } from '../../src/demo/source.ts';
import { createQuestions } from '../../src/store/questions.ts';
import { ALICE, aliceIn, hasLocalSlack, settingsFor, WORKSPACE } from '../kit/local-slack.ts';
import { startBot } from '../kit/slack-bot.ts';
import { memoryStore } from '../kit/stores.ts';

const LONG = 20_000;
const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const PICTURES = process.env['FLOWS_TEST_SCREENSHOTS'];

async function canLook(): Promise<boolean> {
  if (!(await hasLocalSlack())) return false;
  if (existsSync(BROWSER)) return true;
  process.stderr.write(`\n*** NOT TESTED: sharing on the page, because there is no ${BROWSER}. ***\n\n`);
  return false;
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** A local Slack with the bot, an answered question in test-0, and a browser that looks at it. */
async function answeredOnPage() {
  const slack = await startLocalSlack(WORKSPACE);
  onTestFinished(() => slack.stop());
  const store = await memoryStore();
  const sources = [createDemoSource(() => Math.floor(Date.now() / 1000))];
  await startBot(settingsFor(slack), { store, sources });
  const alice = aliceIn(slack, 'C0TEST0');
  await alice.command('/flows', 'reject 10.0.1.5');
  await vi.waitFor(
    async () => expect(JSON.stringify(await alice.messages())).toMatch(/asked by(?!.*flows-cancel)/),
    LONG,
  );
  const browser = await chromium.launch({
    executablePath: BROWSER,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(slack.url);
  const [question] = await createQuestions(store.db).of(ALICE, 1);
  const [, thread] = await alice.messages();
  if (!question || !thread) throw new Error('nothing was answered');
  const press = (id: string) => alice.press(thread, { action_id: id, value: question.id });
  return { slack, page, press };
}

describe.skipIf(!(await canLook()))('an answer on the page of the local Slack', () => {
  it('is shared into another channel by its button', { timeout: 60_000 }, async () => {
    const { slack, page, press } = await answeredOnPage();
    await press('flows-share');
    await page.getByText('To a channel').waitFor();
    await picture(page, 'share-form');

    await page.getByRole('combobox').last().selectOption({ label: '#test-1' });
    await page.getByPlaceholder('What they should know').fill('The ACL change of 13:55 looks guilty.');
    await page.getByRole('button', { name: 'Share', exact: true }).last().click();
    const other = aliceIn(slack, 'C0TEST1');
    await vi.waitFor(async () => expect(await other.messages()).toHaveLength(1), LONG);
    await page
      .getByText(/^#?\s*test-1$/)
      .first()
      .click();
    await page.getByText('The ACL change of 13:55').waitFor();
    await picture(page, 'share-card');
  });

  it('is watched by its button, which says so in the thread', { timeout: 60_000 }, async () => {
    const { page, press } = await answeredOnPage();
    await press('flows-watch');
    await page
      .getByText(/^\d (?:reply|replies)$/)
      .first()
      .click();
    await page.getByRole('button', { name: 'Stop watching' }).waitFor();
    await picture(page, 'watch');

    await page.getByRole('button', { name: 'Stop watching' }).click();
    await page.getByText('stopped it.').waitFor();
  });

  it('is on the Home tab of who asked it, to be asked again', { timeout: 60_000 }, async () => {
    const { slack, page, press } = await answeredOnPage();
    await press('flows-watch');
    await fetch(`${slack.url}/_control/open-home`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: ALICE }),
    });
    await page.getByText('🏠').click();
    await page.getByText('Your recent questions').waitFor();
    await picture(page, 'home');
    const shown = await page.locator('#root').textContent();

    expect(shown).toMatch(/watched.*Your recent questions.*drops the replies.*Sources.*demo/);
    expect(shown).not.toMatch(/\[\w+\]|&\w+;|\*\w/);

    await page.getByRole('button', { name: 'Rerun' }).first().click();
    await page.getByText('in a direct message').waitFor();
  });
});
