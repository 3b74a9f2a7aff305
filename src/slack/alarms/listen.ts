/** The button under an alarm of another tool: its question, asked anew by whoever presses it. */
import type { App } from '@slack/bolt';
import { deliveredText } from '../../commands/grammar/plain-text.ts';
import { listenToButton } from '../buttons/press.ts';
import type { Desk } from '../desk.ts';
import { ALARM, alarmWorker } from './work.ts';

export function listenToAlarms(app: App, desk: Desk): void {
  desk.work.hire(ALARM, alarmWorker(desk, desk.alarms));
  listenToButton(app, desk, 'flows-alarm-ask', async ({ id, value, by, place }) => {
    const { done } = await desk.ask({
      ...{ id, text: deliveredText(value), askedBy: by, place },
      via: 'button',
    });
    await done;
  });
}
