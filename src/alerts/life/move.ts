/** What a round makes of the alerts of its source: those that it found, and those that it did not. */
import type { Alert, AlertState } from '../alert.ts';
import type { Draft } from '../draft.ts';
import type { Round } from '../round.ts';
import type { AlertSettings } from '../settings.ts';
import type { Confirmation, confirmationOf } from './confirmation.ts';
import { isBlindTo } from './inhibition.ts';
import { knownUntil } from './known.ts';
import { flaps, markOf, withMark } from './rounds.ts';
import { begun, type Sight, seenAgain, sightsOf } from './sight.ts';
import { isOn, stateAfter } from './state.ts';
import { withoutOldNews } from './told.ts';

interface Moving {
  readonly draft: Draft;
  readonly round: Round;
  readonly settings: AlertSettings;
  readonly confirmation: (detector: Alert['detector']) => Confirmation;
}

const WORDS: Readonly<Record<AlertState, string>> = {
  pending: 'found, not confirmed yet',
  firing: 'fires',
  recovering: 'recovering',
  resolved: 'resolved',
};

/** What has been over for long is another episode when it comes again. */
function isReopenable({ state, resolvedAt }: Alert, { round, settings }: Moving): boolean {
  return state !== 'resolved' || round.at - (resolvedAt ?? 0) <= settings.reopenWithin;
}

/** The alert of each key that a round may move: one that is not over before one that is, then the latest. */
function movable(moving: Moving): ReadonlyMap<string, Alert> {
  const ofRound = moving.draft
    .alerts()
    .filter(({ source, account }) => source === moving.round.source && account === moving.round.account)
    .filter((alert) => isReopenable(alert, moving))
    .sort((a, b) => (a.resolvedAt ?? Number.POSITIVE_INFINITY) - (b.resolvedAt ?? Number.POSITIVE_INFINITY));
  return new Map(ofRound.map((alert) => [alert.key, alert]));
}

function withState(alert: Alert, state: AlertState, at: number): Alert {
  const reopens = alert.state === 'resolved' && alert.firedAt !== null && state === 'firing';
  const { left, ...known } = alert;
  return {
    ...known,
    ...(left && state === 'resolved' ? { left } : {}),
    state,
    firedAt: isOn({ state }) && alert.firedAt === null ? at : alert.firedAt,
    resolvedAt: state === 'resolved' ? (alert.resolvedAt ?? at) : null,
    reopened: alert.reopened + (reopens ? 1 : 0),
    // Reminders begin anew with each time that it fires.
    ...(state === 'resolved' || reopens ? { remindAtMs: null, reminded: 0 } : {}),
  };
}

function moved(alert: Alert, sight: Sight | undefined, moving: Moving): Alert {
  const { draft, round, settings, confirmation } = moving;
  const mark = markOf(sight?.detection.level ?? null, isBlindTo(alert, draft.alerts()));
  const rounds = withMark(alert.rounds, mark);
  const marked = { ...(sight ? seenAgain(alert, sight) : alert), rounds, evaluatedAt: round.at };
  if (mark === '?') return marked;
  const isFlapping = alert.firedAt !== null && flaps(rounds, alert.isFlapping);
  const state = stateAfter({ ...marked, isFlapping }, confirmation(alert.detector), settings.recoverRounds);
  const knownUntilMs = knownUntil(alert, round.nowMs, settings);
  const seen = { ...marked, isFlapping, ...(round.isCatchingUp ? {} : { knownUntilMs }) };
  return withState(seen, state, round.at);
}

function enterChanges({ draft }: Moving, before: Alert | null, after: Alert): void {
  if (before?.state === 'resolved' && isOn(after)) draft.enter(after, 'fires again');
  else if (before?.state !== after.state) draft.enter(after, WORDS[after.state]);
  if (before && before.severity !== after.severity) draft.enter(after, `severity ${after.severity}`);
  if (after.isFlapping && !before?.isFlapping) draft.enter(after, 'goes on and off');
  if (!after.isFlapping && before?.isFlapping) draft.enter(after, 'goes on and off no more');
}

/** A round that an alert has been through already moves it no further. */
function isNews({ evaluatedAt }: Alert, at: number): boolean {
  return evaluatedAt === undefined || evaluatedAt < at;
}

function moveSome(moving: Moving, isMeant: (detector: Alert['detector']) => boolean): void {
  const { draft, round } = moving;
  const known = movable(moving);
  const sights = sightsOf(withoutOldNews(round, draft.alerts()));
  const starting = [...sights.values()].filter(
    ({ key, detection }) => !known.has(key) && detection.level >= 1,
  );
  const all = [...known.values(), ...starting.map((sight) => begun(sight, round))];
  for (const alert of all) {
    if (!isMeant(alert.detector) || !round.evaluated.includes(alert.detector)) continue;
    if (!isNews(alert, round.at)) continue;
    const after = moved(alert, sights.get(alert.key), moving);
    enterChanges(moving, draft.before(alert.id), after);
    draft.put(after);
  }
}

/** Gaps first: they decide what the others could see. */
export function moveAll(
  draft: Draft,
  round: Round,
  settings: AlertSettings,
  confirmation: typeof confirmationOf,
): void {
  const moving = { draft, round, settings, confirmation };
  moveSome(moving, (detector) => detector === 'flow-log-gap');
  moveSome(moving, (detector) => detector !== 'flow-log-gap');
}
