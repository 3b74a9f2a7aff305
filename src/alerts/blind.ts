/** That a source is not watched: as a finding of its own, which outranks and silences whatever seems to be over only because nobody looked. */
import { utcWindowText } from '../commands/follow/window-text.ts';
import type { Finding } from '../diagnosis/diagnosis.ts';
import type { Window } from '../query/window.ts';
import type { Round, Standing } from './round.ts';
import { utcMinute } from './utc-minute.ts';
import type { WatchedState } from './watched-state.ts';

/** Rounds that fail in a row before people hear of it. */
const PATIENCE = 3;
/** Without a newer record for so long a source that had records every few minutes has stopped, seconds. */
const STOPPED_AFTER = 3600;
const GAP = 'flow-log-gap';

/** It is over, so it hides nothing of what is seen now. */
export const NEVER_LOOKED_AT = 'never-looked-at';
const CLASSES = ['not-watched', 'no-newer-records', NEVER_LOOKED_AT] as const;

interface Blindness {
  readonly class: (typeof CLASSES)[number];
  readonly summary: string;
  readonly value: number;
  readonly what: string;
  readonly unit: 'count';
  readonly level: number;
  readonly basis: string;
  readonly benign: string;
  readonly nextCheck: string;
}

function findingOf(source: string, unseen: Window, blindness: Blindness, until = ''): Finding {
  const { summary, value, what, unit, level, basis, benign, nextCheck } = blindness;
  return {
    verdict: 'logs-incomplete',
    confidence: 1,
    summary,
    blocker: null,
    evidence: [],
    nextCheck,
    detector: GAP,
    detection: {
      subject: { kind: 'source', id: source, name: null },
      class: blindness.class,
      severity: 'high',
      level,
      size: value,
      measured: { what, value, unit, normal: 0, basis },
      first: unseen.start,
      last: unseen.end,
      benign,
      unseen: [
        `Nothing of what happened in ${source} since ${utcMinute(unseen.start)}${until} was looked at.`,
      ],
      others: [],
      ask: `coverage in ${source}`,
    },
  };
}

/** Rounds fail. Null as long as that may be a passing trouble. @param now seconds since the epoch */
export function notWatched(source: string, state: WatchedState, now: number): Finding | null {
  const { failures, because, upTo, failedSinceMs } = state;
  if (failures < PATIENCE) return null;
  const since = upTo ?? Math.floor((failedSinceMs ?? now * 1000) / 1000);
  return findingOf(
    source,
    { start: since, end: now },
    {
      class: 'not-watched',
      summary: `${source} is not watched since ${utcMinute(since)}: ${because ?? 'its rounds fail'}`,
      ...{ value: failures, what: 'rounds in a row that failed', unit: 'count', level: failures / PATIENCE },
      basis: `a round that fails is tried again; ${PATIENCE} in a row are no accident`,
      benign: 'A service may be down for a while: what was missed is looked at when it is back, up to a day.',
      nextCheck: 'Do what the sentence says; `alerts health` tells when rounds succeed again.',
    },
  );
}

/** Newer records never came. Null as long as they may be late. */
export function noNewerRecords(source: string, state: WatchedState, now: number): Finding | null {
  const { isLive, newest } = state;
  if (!isLive || newest === null || now - newest < STOPPED_AFTER) return null;
  return findingOf(
    source,
    { start: newest, end: now },
    {
      class: 'no-newer-records',
      summary: `${source} has no records newer than ${utcMinute(newest)}, and had some every few minutes`,
      ...{ value: Math.floor((now - newest) / 60), what: 'minutes since the newest record', unit: 'count' },
      level: (now - newest) / STOPPED_AFTER,
      basis: 'records of the last hour were there before',
      benign:
        'Whoever copies the records may be late, or somebody has ended it: then take the source out of `alerts.sources`.',
      nextCheck: 'See whether flow logs are still delivered, and whether the files are still copied.',
    },
  );
}

/** A time was never looked at, and is past what is made up for. @param missed null where there is none */
export function neverLookedAt(source: string, missed: Window | null): Finding | null {
  if (missed === null) return null;
  const { start, end } = missed;
  const hours = Math.round((end - start) / 3600);
  const blindness: Blindness = {
    class: NEVER_LOOKED_AT,
    summary: `${source} was not looked at from ${utcMinute(start)} to ${utcMinute(end)}: no round was made in that time, and no more than a day is made up for`,
    ...{ value: hours, what: 'hours that no round looked at', unit: 'count', level: 1 },
    basis: 'after a time without rounds the last day of it is made up for, hour by hour',
    benign: 'Flows may have been switched off on purpose, or the source have been out of reach.',
    nextCheck: `scan ${utcWindowText(missed)} in ${source}`,
  };
  return findingOf(source, missed, blindness, ` until ${utcMinute(end)}`);
}

/** Whether it says that a source is not watched, which the watcher finds by itself. */
export function isOfWatcher({ detector, class: of }: Pick<Standing['alerts'][number], 'detector' | 'class'>) {
  return detector === GAP && CLASSES.some((own) => own === of);
}

function isOfSource(alert: Standing['alerts'][number], source: string): boolean {
  return alert.source === source && alert.detector === GAP && alert.state !== 'resolved';
}

/**
 * A round in which it is said whether the source itself is watched. Gaps of flow logs are of the same detector: where that did not run, they stay
 * as they were found last, since that the source is watched says nothing of them.
 */
export function withSight(round: Round, blind: Finding | null, { alerts }: Standing): Round {
  const standing = alerts.filter((alert) => isOfSource(alert, round.source));
  if (!blind && !standing.some(isOfWatcher)) return round;
  const kept = round.evaluated.includes(GAP)
    ? []
    : standing.filter((one) => !isOfWatcher(one)).map(({ finding }) => finding);
  return {
    ...round,
    evaluated: [...new Set([...round.evaluated, GAP] as const)],
    findings: [...round.findings, ...kept, ...(blind ? [blind] : [])],
  };
}
