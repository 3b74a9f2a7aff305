/** The buttons under an answer, pressed in a local Slack; what opens a modal is looked at in its page, since nothing else shows one. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startLocalSlack } from '../../src/demo/local-slack.ts';
import type { SlackPost, SlackUser } from '../../src/demo/slack-user.ts';
import { createDemoSource } from '../../src/demo/source.ts';
import { buttonsIn } from '../kit/answered-question.ts';
import { ALICE, aliceIn, hasLocalSlack, settingsFor, textOf, WORKSPACE } from '../kit/local-slack.ts';
import { startBot } from '../kit/slack-bot.ts';
import { canLook, openedThread } from '../kit/slack-page.ts';

const LONG = 45_000;

function eventually(alice: SlackUser, wanted: (post: SlackPost) => boolean): Promise<SlackPost> {
  return vi.waitFor(async () => {
    const found = (await alice.messages()).find(wanted);
    if (!found)
      throw new Error(`not as ${wanted} yet: ${JSON.stringify(await alice.messages()).slice(-3000)}`);
    return found;
  }, LONG);
}

const isAnswer = (post: SlackPost) => textOf(post).includes('flows-rerun');

/** A question that is answered. */
async function answered() {
  const slack = await startLocalSlack(WORKSPACE);
  onTestFinished(() => slack.stop());
  await startBot(settingsFor(slack), { sources: [createDemoSource(() => Math.floor(Date.now() / 1000))] });
  const alice = aliceIn(slack, 'C0TEST0');
  await alice.command('/flows', 'reject 10.0.1.5');
  const answer = await eventually(alice, isAnswer);
  await eventually(alice, (post) => /asked by(?!.*flows-cancel)/.test(textOf(post)));
  const press = (id: string) => {
    const button = buttonsIn(answer.blocks).find(({ action_id }) => action_id === id);
    if (!button) throw new Error(`there is no button ${id}`);
    return alice.press(answer, button);
  };
  return { slack, alice, answer, press };
}

describe.skipIf(!(await hasLocalSlack()))('a button under an answer, in a local Slack', () => {
  it('asks on in the same thread: rerun, widen, chart', { timeout: 180_000 }, async () => {
    const { alice, answer, press } = await answered();

    for (const [id, shows] of [
      ['flows-rerun', 'reject 10.0.1.5 last 1h'],
      ['flows-widen', 'reject 10.0.1.5 last 3h'],
      ['flows-chart', 'timeline 10.0.1.5 '],
    ] as const) {
      await press(id);
      const asked = await eventually(alice, (post) => textOf(post).includes(shows));
      expect(asked.thread_ts).toBe(answer.thread_ts);
    }

    await eventually(alice, ({ files = [] }) => files.some(({ name }) => name === 'timeline.png'));
  });

  it('takes a judgement, and answers it to that person alone', { timeout: 120_000 }, async () => {
    const { alice, answer, press } = await answered();

    await press('flows-right');
    const right = await eventually(alice, (post) => textOf(post).includes('Noted: right'));
    await press('flows-wrong');
    const wrong = await eventually(alice, (post) => textOf(post).includes('Noted: wrong'));

    for (const told of [right, wrong])
      expect(told).toMatchObject({ ephemeral_to: ALICE, thread_ts: answer.thread_ts });
    expect(textOf(wrong)).toContain('Of the 1 answer judged within 90 days, 0 were right');
  });
});

describe.skipIf(!(await canLook()))('the modals of an answer, in the page of the local Slack', () => {
  it('show records a page at a time, and ask what was wrong', { timeout: 180_000 }, async () => {
    const { slack } = await answered();
    const page = await openedThread(slack);

    await page.getByRole('button', { name: 'Records', exact: true }).click();
    await page.getByText('1–15 of 300, the newest first').waitFor({ timeout: LONG });
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('16–30 of 300, the newest first').waitFor({ timeout: LONG });
    expect(await page.locator('#root').textContent()).not.toMatch(/\[\w+\]|:red_circle:|&\w+;/);
    await page.getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'Wrong' }).click();
    await page.getByText('What was it instead?').waitFor({ timeout: LONG });
    await page.locator('textarea').last().fill('the route table');
    await page.getByRole('button', { name: 'Send' }).last().click();

    await page.getByText('What was it instead?').waitFor({ state: 'detached', timeout: LONG });
  });
});
