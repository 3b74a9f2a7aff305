/** Real Chromium for tests that look at a page. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { hasLocalSlack } from './local-slack.ts';

const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Says loudly where there is none, since then nothing that people see is tested. */
export async function canLook(): Promise<boolean> {
  if (!(await hasLocalSlack())) return false;
  if (existsSync(BROWSER)) return true;
  process.stderr.write(
    `\n*** NOT TESTED: what the page shows, because there is no ${BROWSER}; CHROMIUM may name one. ***\n\n`,
  );
  return false;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
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
}
