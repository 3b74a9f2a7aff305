/** The modals that ask for how long an alert is to be silent and why, and until when it is expected. Both end, and both say why. */
import type { InputBlock, ModalView } from '@slack/types';
import { section } from '../blocks.ts';
import { cut } from '../limits.ts';
import { escaped } from '../mrkdwn.ts';
import { forTerminal } from '../untrusted.ts';
import type { AlertView } from './alert-view.ts';
import { alertMark, subjectText } from './alert-words.ts';

export const MUTE_FORM = 'flows-alert-mute-form';
export const EXPECT_FORM = 'flows-alert-expect-form';

/** Block ids; each has one element, which is called `value`. */
export const RULE_FIELD = { length: 'length', until: 'until', scope: 'scope', reason: 'reason' } as const;

const LONGEST_REASON = 300;

const MUTE_LENGTHS = [
  { text: '1 hour', seconds: 3600 },
  { text: '8 hours', seconds: 8 * 3600 },
  { text: '1 day', seconds: 86_400 },
  { text: '7 days', seconds: 7 * 86_400 },
  { text: '30 days', seconds: 30 * 86_400 },
] as const;

/** `alert`: alerts like this one, of the same class. `subject`: all that this detector finds on this subject. `detector`: wherever it finds it in this source. */
export const SCOPES = ['alert', 'subject', 'detector'] as const;
export type Scope = (typeof SCOPES)[number];

function plain(text: string, limit = 75) {
  return { type: 'plain_text' as const, text: cut(forTerminal(text).trim() || '-', limit), emoji: false };
}

function scopeText(scope: Scope, { detector, source, class: of }: AlertView, subject: string): string {
  switch (scope) {
    case 'alert':
      return `${detector} on ${subject}${of === '' ? '' : `, ${of}`}`;
    case 'subject':
      return `All of ${detector} on ${subject}`;
    case 'detector':
      return `All of ${detector} in ${source}`;
  }
}

/** Without a class, what is like this alert is all that the detector finds there. */
function scopeBlock(alert: AlertView): InputBlock {
  const { id, name } = alert.finding.detection.subject;
  const subject = name ?? id;
  const scopes = SCOPES.filter((scope) => scope !== 'subject' || alert.class !== '');
  const options = scopes.map((value) => ({ text: plain(scopeText(value, alert, subject)), value }));
  const [first] = options;
  return {
    type: 'input',
    block_id: RULE_FIELD.scope,
    label: plain('What'),
    element: {
      type: 'static_select',
      action_id: 'value',
      options,
      ...(first ? { initial_option: first } : {}),
    },
  };
}

function reasonBlock(hint: string): InputBlock {
  return {
    type: 'input',
    block_id: RULE_FIELD.reason,
    label: plain('Why'),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      max_length: LONGEST_REASON,
      placeholder: plain(hint),
    },
  };
}

function lengthBlock(): InputBlock {
  const options = MUTE_LENGTHS.map(({ text, seconds }) => ({ text: plain(text), value: String(seconds) }));
  const initial = options[1];
  return {
    type: 'input',
    block_id: RULE_FIELD.length,
    label: plain('For how long'),
    element: {
      type: 'static_select',
      action_id: 'value',
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

function headline(alert: AlertView) {
  return section(`${alertMark(alert)} ${escaped(alert.finding.summary)}\n${escaped(subjectText(alert))}`);
}

/** @param carried comes back with what was chosen */
export function muteView(alert: AlertView, carried: string): ModalView {
  return {
    type: 'modal',
    callback_id: MUTE_FORM,
    private_metadata: carried,
    title: plain(`Mute A-${alert.number}`, 24),
    submit: plain('Mute', 24),
    close: plain('Leave it', 24),
    blocks: [
      headline(alert),
      lengthBlock(),
      scopeBlock(alert),
      reasonBlock('e.g. load test of the payments team'),
    ],
  };
}

/** @param until `2026-12-24`, the day on which somebody has to look at it again unless another is chosen */
export function expectView(alert: AlertView, until: string, carried: string): ModalView {
  return {
    type: 'modal',
    callback_id: EXPECT_FORM,
    private_metadata: carried,
    title: plain(`Expect A-${alert.number}`, 24),
    submit: plain('Allow', 24),
    close: plain('Leave it', 24),
    blocks: [
      headline(alert),
      section('It is allowed until the day below, and not told again until then. Each time stays listed.'),
      scopeBlock(alert),
      {
        type: 'input',
        block_id: RULE_FIELD.until,
        label: plain('To be looked at again on'),
        element: { type: 'datepicker', action_id: 'value', initial_date: until },
      },
      reasonBlock('e.g. the nightly backup to our second site'),
    ],
  };
}

/** Why there is no form. Untrusted. */
export function noRuleView(problem: string, todo: string): ModalView {
  return {
    type: 'modal',
    title: plain('Alert', 24),
    close: plain('Close', 24),
    blocks: [section(`:lock: ${escaped(problem)}`), section(escaped(todo))],
  };
}

/** Stands there until it is known what can be chosen: Slack opens a modal within three seconds or not at all. */
export function ruleLoading(): ModalView {
  return {
    type: 'modal',
    title: plain('Alert', 24),
    close: plain('Close', 24),
    blocks: [section(':hourglass_flowing_sand: One moment …')],
  };
}
