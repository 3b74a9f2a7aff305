import type { ReceiverEvent } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { keepInHand } from '../../../src/slack/connection/in-hand.ts';

const EVENT = { body: {}, ack: async () => {} };
/** Milliseconds: longer than any test. */
const LONG = 600_000;

/** Listeners that are done when they are let. */
function listening() {
  let done = () => {};
  const app = {
    processEvent: (_: ReceiverEvent) =>
      new Promise<void>((resolve) => {
        done = resolve;
      }),
  };
  return { app, inHand: keepInHand(app), done: () => done() };
}

describe('what Slack has brought', () => {
  it('is waited for until its listeners are done', async () => {
    const { app, inHand, done } = listening();
    const order: string[] = [];
    void app.processEvent(EVENT).then(() => order.push('done'));

    const settled = inHand.settled(LONG).then(() => order.push('settled'));
    done();
    await settled;

    expect(order).toEqual(['done', 'settled']);
  });

  it('is not waited for any longer than that', async () => {
    const { app, inHand } = listening();
    void app.processEvent(EVENT);

    await expect(inHand.settled(1)).resolves.toBeUndefined();
  });

  it('is nothing where nothing came', async () => {
    await expect(listening().inHand.settled(LONG)).resolves.toBeUndefined();
  });
});
