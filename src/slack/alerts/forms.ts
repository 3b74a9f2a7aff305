/** The modals of Mute and Expected: what is submitted is done as if it had been typed. */
import type { App, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Alert } from '../../alerts/alert.ts';
import type { MuteAction } from '../../commands/action.ts';
import { instantOf } from '../../commands/grammar/time-zone.ts';
import type { AlertMatcher } from '../../diagnosis/alert-matcher.ts';
import {
  EXPECT_FORM,
  expectView,
  MUTE_FORM,
  muteView,
  noRuleView,
  RULE_FIELD,
  ruleLoading,
  SCOPES,
  type Scope,
} from '../../present/alerts/mute-view.ts';
import { noticeMessage } from '../../present/block-kit.ts';
import type { Press } from '../buttons/press.ts';
import { openView, updateView } from '../buttons/views.ts';
import { acknowledge } from '../connection/acknowledge.ts';
import { failureText } from '../delivery/failure.ts';
import type { Desk } from '../desk.ts';
import { DEED, type DeedInput } from './deed.ts';
import { viewOf } from './view.ts';
import { alertFor } from './visible.ts';

/** What is expected is looked at again after so many days, unless somebody chooses another day. */
const REVIEW = 90;
const DAY = 86_400;

/** Under the field of the form that says until when. */
const NO_END = {
  mute: { [RULE_FIELD.length]: 'Choose how long.' },
  expected: { [RULE_FIELD.until]: 'Choose a day to come.' },
} as const;

/** What comes back with what was chosen. */
const Carried = z.object({ alert: z.int(), channel: z.string(), thread: z.string().nullable() });
type Carried = Readonly<z.infer<typeof Carried>>;

function dayAfter(nowMs: number, days: number): string {
  return new Date(nowMs + days * DAY * 1000).toISOString().slice(0, 10);
}

export async function openRuleForm(
  desk: Desk,
  { id, by, place, whisper }: Press,
  kind: 'mute' | 'expected',
  number: number,
): Promise<void> {
  const opened = await openView(desk, id, ruleLoading());
  if (!opened.ok) {
    desk.log.warn({ failure: failureText(opened.failure) }, 'a modal was not opened');
    return whisper(noticeMessage('Slack did not open the form in time. Press the button again.'));
  }
  await updateView(desk, opened.value, await formFor(desk, by, { ...place, alert: number }, kind));
}

async function formFor(
  desk: Desk,
  user: string,
  carried: Carried,
  kind: 'mute' | 'expected',
): Promise<ModalView> {
  const seen = await alertFor(desk, carried.alert, { user, channel: carried.channel });
  if (seen.kind === 'refused') return noRuleView(seen.because, seen.todo);
  const view = viewOf(seen.alert, desk.now());
  if (!view)
    return noRuleView('That alert was written by another version of flows.', 'Mute by its detector instead.');
  const back = JSON.stringify(carried);
  return kind === 'mute' ? muteView(view, back) : expectView(view, dayAfter(desk.now(), REVIEW), back);
}

function carriedBy({ private_metadata: text }: ViewOutput): Carried {
  return Carried.parse(JSON.parse(text));
}

function isScope(text: string | undefined): text is Scope {
  return SCOPES.some((scope) => scope === text);
}

/** Which alerts are meant: those like this one, or those that a matcher tells. */
function meant(scope: Scope, { detector, source, subject }: Alert): AlertMatcher {
  if (scope === 'alert') return {};
  const matcher = { detectors: [detector], sources: [source] };
  return scope === 'detector' ? matcher : { ...matcher, subjects: [subject.id] };
}

export function listenToAlertForms(app: App, desk: Desk): void {
  const { work, now, timeZones, log } = desk;

  /** Seconds since the epoch; null for a day that is over. */
  async function endOf(
    rule: 'mute' | 'expected',
    view: ViewOutput,
    user: string,
    at: number,
  ): Promise<number | null> {
    const { [RULE_FIELD.length]: length, [RULE_FIELD.until]: until } = view.state.values;
    const chosen = length?.['value']?.selected_option?.value;
    if (chosen !== undefined) return at + Number(chosen);
    if (rule === 'mute') return null;
    // Some clients send only what was changed: the day that the form showed is meant.
    const day = until?.['value']?.selected_date ?? dayAfter(at * 1000, REVIEW);
    const end = instantOf(Date.parse(`${day}T00:00:00Z`) / 1000, await timeZones.of(user), 'first');
    return end > at ? end : null;
  }

  async function submitted(rule: 'mute' | 'expected', view: ViewOutput, user: string) {
    const { alert: number, channel, thread } = carriedBy(view);
    const at = Math.floor(now() / 1000);
    const { [RULE_FIELD.scope]: scoped, [RULE_FIELD.reason]: said } = view.state.values;
    const scope = scoped?.['value']?.selected_option?.value;
    const reason = said?.['value']?.value?.trim() ?? '';
    if (reason === '') return { errors: { [RULE_FIELD.reason]: 'Say why, for whoever wonders later.' } };
    const endsAt = await endOf(rule, view, user, at);
    if (endsAt === null) return { errors: NO_END[rule] };
    if (!isScope(scope)) return { errors: { [RULE_FIELD.scope]: 'Choose what is meant.' } };
    const alert = await desk.alerting.memory.alerts.get(number);
    if (!alert) return { errors: { [RULE_FIELD.reason]: 'That alert is not remembered any more.' } };
    const deed: MuteAction = {
      ...{ kind: 'mute', do: 'make', rule, alert: number, matcher: meant(scope, alert) },
      ...{ startsAt: at, endsAt, reason },
    };
    const place = { channel, thread };
    const text = rule === 'mute' ? `mute A-${number}` : `expect A-${number}`;
    const input: DeedInput = { deed, askedBy: user, place, text, at: now() };
    return { input };
  }

  for (const [form, rule] of [
    [MUTE_FORM, 'mute'],
    [EXPECT_FORM, 'expected'],
  ] as const) {
    app.view<ViewSubmitAction>(
      { callback_id: form, type: 'view_submission' },
      async ({ ack, body, view }) => {
        const { input, errors } = await submitted(rule, view, body.user.id);
        if (!input) {
          await acknowledge(() => ack({ response_action: 'errors', errors }), log);
          return;
        }
        // The same modal is submitted once, however often Slack delivers that.
        const { done } = await work.take(DEED, `alert-rule-${view.id}`, input);
        await acknowledge(() => ack(), log);
        await done;
      },
    );
  }
}
