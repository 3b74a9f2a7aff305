/** What verbs ask of alerts: lists are shown to the person alone; what changes something is taken on as work. */
import type { AlertingAction, AlertsAction } from '../../commands/action.ts';
import { plainText } from '../../commands/grammar/plain-text.ts';
import { alertHistoryMessage, alertListMessage } from '../../present/alerts/alert-list.ts';
import { rulesMessage } from '../../present/alerts/rules-message.ts';
import { problemMessage, type SlackMessage } from '../../present/block-kit.ts';
import { refusalMessage } from '../access/seen.ts';
import type { ActionTools } from '../desk.ts';
import type { ActionPlace, Perform } from '../perform.ts';
import { whileHeard } from '../whispers.ts';
import { type AlertDeed, DEED, type DeedInput } from './deed.ts';
import { healthFor } from './health.ts';
import { TEST, type TestInput } from './test-alert.ts';
import { alertFor, isVisible, listed } from './visible.ts';

/** So many are looked through for a list. */
const MOST = 200;
const MOST_RULES = 100;

type Reading = Exclude<AlertsAction, { readonly do: 'test' }>;

export function performAlerting(tools: ActionTools): Perform<AlertingAction> {
  const { work, gate, alerting, now } = tools;
  const { memory } = alerting;

  async function list(action: Extract<Reading, { do: 'list' }>, where: ActionPlace): Promise<SlackMessage> {
    const { askedBy: user, place, timeZone } = where;
    const access = await gate.admit({ user, channel: place.channel });
    if (access.kind === 'refused') return refusalMessage(access);
    const { which, window } = action;
    const found = await memory.alerts.list({ which, window, most: MOST + 1 });
    const all = found.slice(0, MOST);
    const theirs = all.filter((alert) => isVisible(access, alert));
    const alerts = listed(theirs, now());
    const counts = { isCutOff: found.length > MOST, hidden: all.length - theirs.length };
    return alertListMessage({ which, alerts, ...counts }, { timeZone });
  }

  async function show(number: number, where: ActionPlace): Promise<SlackMessage> {
    const { askedBy: user, place, timeZone, text } = where;
    const seen = await alertFor(tools, number, { user, channel: place.channel });
    if (seen.kind === 'refused')
      return problemMessage({ problem: seen.because, todo: seen.todo, question: plainText(text) });
    const entries = await memory.entries.of(seen.alert.id);
    const [view] = listed([seen.alert], now());
    if (!view)
      return problemMessage({
        problem: `A-${number} was written by another version of flows and cannot be shown.`,
        todo: 'See the others: `/flows alerts`',
        question: plainText(text),
      });
    const moments = entries.map(({ atMs, by, what }) => ({ at: Math.floor(atMs / 1000), by, what }));
    return alertHistoryMessage(view, moments, { timeZone }, Math.floor(now() / 1000));
  }

  async function rules({ askedBy: user, place, timeZone }: ActionPlace): Promise<SlackMessage> {
    const access = await gate.admit({ user, channel: place.channel });
    if (access.kind === 'refused') return refusalMessage(access);
    const nowMs = now();
    const standing = (await memory.rules.list(MOST_RULES)).filter(
      ({ endsAtMs, endedAtMs, matcher }) =>
        endedAtMs === null &&
        endsAtMs > nowMs &&
        (matcher.sources ?? []).every((source) => isVisible(access, { source })),
    );
    const views = standing.map(({ startsAtMs, endsAtMs, ...rule }) => ({
      ...rule,
      startsAt: Math.floor(startsAtMs / 1000),
      endsAt: Math.floor(endsAtMs / 1000),
    }));
    return rulesMessage(views, { timeZone }, Math.floor(nowMs / 1000));
  }

  function read(action: Reading, where: ActionPlace): Promise<SlackMessage> {
    switch (action.do) {
      case 'list':
        return list(action, where);
      case 'show':
        return show(action.alert, where);
      case 'rules':
        return rules(where);
      case 'health':
        return healthFor(tools, where);
    }
  }

  async function take(kind: string, where: ActionPlace, input: DeedInput | TestInput): Promise<void> {
    const { id, whisper } = where;
    await whileHeard(tools, id, whisper, () => work.take(kind, id, input));
  }

  function doDeed(deed: AlertDeed, where: ActionPlace): Promise<void> {
    const { askedBy, place, text } = where;
    return take(DEED, where, { deed, askedBy, place, text, at: now() });
  }

  return async (action, where) => {
    if (action.kind !== 'alerts') return doDeed(action, where);
    const { askedBy, place, text } = where;
    if (action.do === 'test') return take(TEST, where, { askedBy, place, text, at: now() });
    await where.whisper(await read(action, where));
  };
}
