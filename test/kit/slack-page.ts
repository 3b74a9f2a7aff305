/** The page of the local Slack in real Chromium, for tests of what people see. */
import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { LocalSlack } from '../../src/demo/local-slack.ts';
import { hasLocalSlack } from './local-slack.ts';
import { notTested } from './not-tested.ts';

const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** Of a laptop, in pixels. */
const VIEWPORT = { width: 1440, height: 900 };

/** Says loudly where there is no browser, since then nothing that people see is tested. @throws where CI is set */
export async function canLook(): Promise<boolean> {
  if (!(await hasLocalSlack())) return false;
  if (existsSync(BROWSER)) return true;
  return notTested('what the page shows', `there is no ${BROWSER}; CHROMIUM may name one`);
}

/** Closed when the test ends. */
export async function openedPage({ url }: LocalSlack): Promise<Page> {
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
  // Twice as many pixels, so that letters are sharp in pictures.
  const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: 2 });
  await page.goto(url);
  return page;
}

/** The page with the first thread of the channel open. */
export async function openedThread(slack: LocalSlack): Promise<Page> {
  const page = await openedPage(slack);
  const replies = page.getByText(/^\d (?:reply|replies)$/);
  await replies.first().click();
  return page;
}
