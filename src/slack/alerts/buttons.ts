/** What is pressed under an alert: its question asked in the thread, and what somebody does with it, as if it had been typed. */
import type { App, BlockAction, OverflowAction, StaticSelectAction } from '@slack/bolt';
import { deliveredText } from '../../commands/grammar/plain-text.ts';
import { instantOf, wallSeconds, wallTime } from '../../commands/grammar/time-zone.ts';
import {
  ACKNOWLEDGE_ALL,
  ALERT_BUTTONS,
  ALERT_MENU,
  type AlertButton,
  END_RULE,
  readMenuChoice,
  SNOOZE_SELECT,
} from '../../present/alerts/alert-buttons.ts';
import { noticeMessage } from '../../present/block-kit.ts';
import { prose } from '../../present/mrkdwn.ts';
import { refusalMessage } from '../access/seen.ts';
import { listenToButton, type Press } from '../buttons/press.ts';
import { placeOf } from '../buttons/pressed.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import type { Desk } from '../desk.ts';
import { whileHeard, whisperIn } from '../whispers.ts';
import { type AlertDeed, DEED, type DeedInput } from './deed.ts';
import { openRuleForm } from './forms.ts';
import { type AlertIncident, INCIDENT } from './incident.ts';
import { questionOf } from './question.ts';
import { alertFor } from './visible.ts';

const DAY = 86_400;
/** People begin their day then, in their own time zone. */
const MORNING = 8 * 3600;

/** Until eight in the morning of the next day. @param now seconds since the epoch */
export function untilTomorrow(now: number, timeZone: string): number {
  const wall = wallSeconds(wallTime(now, timeZone));
  const morning = Math.floor(wall / DAY) * DAY + DAY + MORNING;
  return instantOf(morning, timeZone, 'first') - now;
}

/** What a select or a menu carried; null for a press that is in no conversation. */
function chosen(desk: Desk, body: BlockAction, value: string): Press | null {
  const place = placeOf(body);
  if (!place) return null;
  const by = body.user.id;
  return { id: body.trigger_id, value, by, place, whisper: whisperIn(desk, place, by) };
}

export function listenToAlertButtons(app: App, desk: Desk): void {
  const { work, now, ask, timeZones, log } = desk;

  async function deed({ id, by, place, whisper }: Press, wanted: AlertDeed, text: string): Promise<void> {
    const input: DeedInput = { deed: wanted, askedBy: by, place, text, at: now() };
    const { done } = await whileHeard(desk, id, whisper, () => work.take(DEED, id, input));
    await done;
  }

  async function diagnose({ id, by, place, whisper }: Press, number: number): Promise<void> {
    const seen = await alertFor(desk, number, { user: by, channel: place.channel });
    if (seen.kind === 'refused') return whisper(refusalMessage(seen));
    const question = questionOf(seen.alert, Math.floor(now() / 1000));
    if (question === null) {
      const none = `There is no question that looks into A-${number}. See what is known: \`/flows alerts A-${number}\``;
      return whisper(noticeMessage(prose(none)));
    }
    const { done } = await ask({
      ...{ id, text: deliveredText(question), askedBy: by, place },
      via: 'button',
    });
    await done;
  }

  async function incident({ by, place, whisper }: Press, number: number): Promise<void> {
    const input: AlertIncident = { alert: number, by, place, at: now() };
    // One incident for one alert in one thread, however often it is pressed.
    const { isNew, done } = await work.take(INCIDENT, `alert-incident-${number}-${place.thread}`, input);
    if (isNew) return done;
    await whisper(
      noticeMessage(prose(`An incident was opened for A-${number} here: \`/flows incident list\``)),
    );
  }

  async function snooze(press: Press): Promise<void> {
    const [number = '', length = ''] = press.value.split(' ');
    const at = Math.floor(now() / 1000);
    const seconds = length === 'tomorrow' ? untilTomorrow(at, await timeZones.of(press.by)) : Number(length);
    if (!/^\d+$/.test(number) || !Number.isSafeInteger(seconds) || seconds <= 0) return;
    await deed(press, { kind: 'snooze', alert: Number(number), seconds }, `snooze A-${number}`);
  }

  const REACTIONS: Readonly<Record<AlertButton, (press: Press, number: number) => Promise<void>>> = {
    diagnose,
    ack: (press, alert) =>
      deed(press, { kind: 'ack', alert, owner: null, isPressed: true }, `ack A-${alert}`),
    wake: (press, alert) => deed(press, { kind: 'snooze', alert, seconds: 0 }, `snooze end A-${alert}`),
    mute: (press, alert) => openRuleForm(desk, press, 'mute', alert),
    expect: (press, alert) => openRuleForm(desk, press, 'expected', alert),
    incident,
  };

  for (const [name, actionId] of Object.entries(ALERT_BUTTONS)) {
    const react = REACTIONS[name as AlertButton];
    listenToButton(app, desk, actionId, async (press) => {
      const number = Number(press.value);
      if (Number.isSafeInteger(number)) await react(press, number);
    });
  }
  listenToButton(app, desk, END_RULE, async (press) => {
    const rule = Number(press.value);
    if (Number.isSafeInteger(rule))
      await deed(press, { kind: 'mute', do: 'end', rule }, `mute end M-${rule}`);
  });
  listenToButton(app, desk, ACKNOWLEDGE_ALL, (press) =>
    deed(press, { kind: 'ack-all', message: press.value }, 'ack all'),
  );

  app.action<BlockAction<StaticSelectAction>>(
    { type: 'block_actions', action_id: SNOOZE_SELECT },
    async ({ ack, action, body }) => {
      await acknowledge(() => ack(), log);
      const press = chosen(desk, body, action.selected_option?.value ?? '');
      if (press) await snooze(press);
    },
  );
  app.action<BlockAction<OverflowAction>>(
    { type: 'block_actions', action_id: ALERT_MENU },
    async ({ ack, action, body }) => {
      await acknowledge(() => ack(), log);
      const choice = readMenuChoice(action.selected_option.value);
      const press = chosen(desk, body, action.selected_option.value);
      if (press && choice) await REACTIONS[choice.button](press, choice.number);
    },
  );
}
