/** The page of the local Slack as a person uses it, and pictures of it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { LocalSlack } from '../../src/demo/local-slack.ts';
import { openedPage } from './slack-page.ts';

/** Where pictures are kept: beside the tests, unless they are wanted elsewhere, such as in docs/ for the README. */
const PICTURES = process.env['FLOWS_PICTURES'] ?? '.pictures';
/** Of a thread in Slack on such a window, pixels. */
const THREAD = 560;
/** Milliseconds: an answer takes a few seconds, longer on a machine that is busy. */
const PATIENCE = 30_000;

export interface Seat {
  readonly page: Page;
  /** The thread that is open. */
  readonly thread: Locator;
  readonly modal: Locator;
  openChannel(name: string): Promise<void>;
  /** Types into the channel that is open. */
  type(text: string): Promise<void>;
  /** Opens the thread under the last message that has one, as wide as Slack shows it. */
  openThread(): Promise<void>;
  /** Presses a button in the thread, of the last message that has it. */
  press(name: RegExp): Promise<void>;
  /** Keeps a picture of the page, or of a part of it. */
  picture(name: string, part?: Locator): Promise<void>;
}

export async function sitAt(slack: LocalSlack): Promise<Seat> {
  const page = await openedPage(slack);
  page.setDefaultTimeout(PATIENCE);
  const thread = page.locator('.thread-pane');

  async function widenThread(): Promise<void> {
    const handle = await page.locator('.thread-resize-handle').boundingBox();
    if (!handle) throw new TypeError('no thread is open');
    const y = handle.y + handle.height / 2;
    await page.mouse.move(handle.x + handle.width / 2, y);
    await page.mouse.down();
    await page.mouse.move((page.viewportSize()?.width ?? 0) - THREAD, y, { steps: 5 });
    await page.mouse.up();
  }

  return {
    page,
    thread,
    modal: page.locator('.modal'),
    openChannel: (name) => page.locator('.sidebar-item', { hasText: name }).click(),
    async type(text) {
      const composer = page.locator('main .composer-input');
      await composer.fill(text);
      await composer.press('Enter');
    },
    async openThread() {
      await page
        .getByText(/^\d+ (?:reply|replies)$/)
        .last()
        .click();
      await widenThread();
    },
    press: (name) => thread.getByRole('button', { name }).last().click(),
    async picture(name, part) {
      await mkdir(PICTURES, { recursive: true });
      await (part ?? page).screenshot({ path: join(PICTURES, `${name}.png`) });
    },
  };
}
