/** What can be pressed under an alert: only what makes sense for how it stands. */
import type {
  ActionsBlock,
  Button as ButtonElement,
  Overflow,
  PlainTextOption,
  StaticSelect,
} from '@slack/types';
import { button as plainButton } from '../blocks.ts';
import type { AlertView } from './alert-view.ts';

/** How long an alert may be silenced from its message: seconds, or until the next morning of whoever presses. */
const SNOOZES = [
  { text: 'for 1 h', length: '3600' },
  { text: 'for 8 h', length: '28800' },
  { text: 'until tomorrow', length: 'tomorrow' },
] as const;

/** What is pressed, by the action ids of buttons; each carries the number of the alert. */
export const ALERT_BUTTONS = {
  diagnose: 'flows-alert-diagnose',
  ack: 'flows-alert-ack',
  wake: 'flows-alert-wake',
  mute: 'flows-alert-mute',
  expect: 'flows-alert-expect',
  incident: 'flows-alert-incident',
} as const;

export type AlertButton = keyof typeof ALERT_BUTTONS;

/** Of a select, whose options carry the number and a length. */
export const SNOOZE_SELECT = 'flows-alert-snooze';
/** Of a menu of several, whose options carry the name of a button and the number. */
export const ALERT_MENU = 'flows-alert-menu';

/** Of a button that carries the number of a rule. */
export const END_RULE = 'flows-alert-rule-end';

export function ruleEnd(rule: number): ButtonElement {
  return plainButton({ id: END_RULE, text: `End M-${rule}`, value: String(rule) });
}

/** Of a button that carries the id of a message. */
export const ACKNOWLEDGE_ALL = 'flows-alert-ack-all';

const TEXTS: Readonly<Record<AlertButton, string>> = {
  diagnose: 'Diagnose',
  ack: 'Acknowledge',
  wake: 'End snooze',
  mute: 'Mute…',
  expect: 'Expected…',
  incident: 'Open incident',
};

function plain(text: string) {
  return { type: 'plain_text' as const, text };
}

function button(of: AlertButton, { number, severity }: AlertView): ButtonElement {
  const style = of === 'diagnose' && severity === 'high' ? { style: 'primary' as const } : {};
  return {
    type: 'button',
    action_id: ALERT_BUTTONS[of],
    text: plain(TEXTS[of]),
    value: String(number),
    ...style,
  };
}

function snooze({ number }: AlertView): StaticSelect {
  const options: PlainTextOption[] = SNOOZES.map(({ text, length }) => ({
    text: plain(`Snooze ${text}`),
    value: `${number} ${length}`,
  }));
  return { type: 'static_select', action_id: SNOOZE_SELECT, placeholder: plain('Snooze'), options };
}

function isOver({ state }: AlertView): boolean {
  return state === 'resolved';
}

/** What is acknowledged or snoozed already is not offered again. */
function offered(alert: AlertView): readonly AlertButton[] {
  const { owner } = alert;
  if (isOver(alert)) return ['diagnose', 'expect', 'incident'];
  return ['diagnose', ...(owner === null ? (['ack'] as const) : []), 'mute', 'expect', 'incident'];
}

/** What silences it already is ended, in the place of what would silence it once more. */
function elementOf(of: AlertButton, alert: AlertView): ButtonElement {
  const { rule } = alert;
  return of === 'mute' && rule !== null ? ruleEnd(rule) : button(of, alert);
}

/** In the place of the select, which would silence it. */
function snoozing(alert: AlertView): readonly (StaticSelect | ButtonElement)[] {
  if (isOver(alert)) return [];
  return [alert.snoozedUntil === null ? snooze(alert) : button('wake', alert)];
}

/** Null for a test, which nothing can be done with. */
export function alertActions(alert: AlertView): ActionsBlock | null {
  if (alert.isTest) return null;
  const [diagnose, ...others] = offered(alert).map((one) => elementOf(one, alert));
  if (!diagnose) return null;
  const [ack, ...rest] = others;
  const elements =
    ack && alert.owner === null && !isOver(alert)
      ? [diagnose, ack, ...snoozing(alert), ...rest]
      : [diagnose, ...snoozing(alert), ...others];
  return { type: 'actions', elements };
}

/** The same for one of several. Slack takes five options. */
export function alertMenu(alert: AlertView): Overflow | null {
  if (alert.isTest) return null;
  return {
    type: 'overflow',
    action_id: ALERT_MENU,
    options: offered(alert).map((one) => ({ text: plain(TEXTS[one]), value: `${one} ${alert.number}` })),
  };
}

export interface MenuChoice {
  readonly button: AlertButton;
  readonly number: number;
}

function isAlertButton(text: string): text is AlertButton {
  return Object.hasOwn(ALERT_BUTTONS, text);
}

/** What an option of the menu says; null for what it never said. */
export function readMenuChoice(value: string): MenuChoice | null {
  const [, chosen = '', number] = /^([a-z]+) (\d{1,9})$/.exec(value) ?? [];
  return isAlertButton(chosen) ? { button: chosen, number: Number(number) } : null;
}
