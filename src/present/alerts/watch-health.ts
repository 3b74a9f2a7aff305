/** How the watcher fares, as lines: an alert that never comes must not be one that nobody looked for. */
import { code, escaped } from '../mrkdwn.ts';
import { bytes, counted } from '../quantities.ts';
import { duration, shortTime, type TimeStyle, zoneName } from '../time.ts';

interface Left {
  readonly detector: string;
  readonly because: string;
}

/** Times in seconds since the epoch. */
interface WatchedSourceView {
  readonly source: string;
  readonly standing: 'watched' | 'late' | 'failing' | 'starting';
  readonly because: string | null;
  readonly failures: number;
  readonly dataUpTo: number | null;
  readonly lag: number | null;
  /** Seconds between two rounds, where that is more than was set; else null. */
  readonly spacing: number | null;
  readonly learningSince: number | null;
  readonly learnedUpTo: number | null;
  readonly ran: readonly string[];
  readonly failed: readonly Left[];
  readonly dropped: readonly Left[];
}

export interface WatchHealthView {
  readonly owner: string | null;
  readonly bytes: number;
  readonly bytesPerDay: number;
  readonly sources: readonly WatchedSourceView[];
}

/** What needs somebody comes first. */
const ORDER: readonly WatchedSourceView['standing'][] = ['failing', 'late', 'starting', 'watched'];

const MARKS: Readonly<Record<WatchedSourceView['standing'], string>> = {
  watched: ':large_green_circle:',
  late: ':large_yellow_circle:',
  failing: ':red_circle:',
  starting: ':white_circle:',
};

const STANDINGS: Readonly<Record<WatchedSourceView['standing'], string>> = {
  watched: 'watched',
  late: 'no round came when it was due',
  failing: 'not watched',
  starting: 'no round yet',
};

function upTo({ dataUpTo, lag }: WatchedSourceView, style: TimeStyle, now: number): readonly string[] {
  if (dataUpTo === null) return [];
  const ago = lag === null ? '' : `, ${duration(lag)} ago`;
  return [`records up to ${shortTime(dataUpTo, style, now)} ${zoneName(dataUpTo, style)}${ago}`];
}

function learning(
  { learningSince, learnedUpTo }: WatchedSourceView,
  style: TimeStyle,
  now: number,
): readonly string[] {
  if (learnedUpTo !== null)
    return [`learns what is normal, so far up to ${shortTime(learnedUpTo, style, now)}`];
  return learningSince === null
    ? []
    : [`has been learning what is normal for ${duration(now - learningSince)}`];
}

function leftOut(what: string, left: readonly Left[]): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const { detector, because } of left) reasons.set(because, [...(reasons.get(because) ?? []), detector]);
  return [...reasons].map(([because, ids]) => `      ${what}: ${ids.join(', ')}: ${escaped(because)}`);
}

/** One or more lines a source. */
function watchedSourceLines(view: WatchedSourceView, style: TimeStyle, now: number): readonly string[] {
  const { source, standing, because, failures, spacing, ran, failed, dropped } = view;
  const rounds = failures > 0 ? [`${counted(failures, 'round')} failed in a row`] : [];
  const detectors = ran.length > 0 ? [counted(ran.length, 'detector')] : [];
  const apart =
    spacing === null
      ? []
      : [`a round every ${duration(spacing)}, so that ${code('alerts.bytesPerDay')} lasts the day`];
  const parts = [...upTo(view, style, now), ...apart, ...detectors, ...rounds, ...learning(view, style, now)];
  return [
    `${MARKS[standing]} *${escaped(source)}*: ${[STANDINGS[standing], ...parts].join(' · ')}`,
    ...(because === null ? [] : [`      ${escaped(because)}`]),
    ...leftOut('failed', failed),
    ...leftOut('left out', dropped),
  ];
}

export function watchHealthLines(
  { owner, sources, ...scanned }: WatchHealthView,
  style: TimeStyle,
  now: number,
): readonly string[] {
  return [
    '*What is watched*',
    ...(owner === null
      ? [':red_circle: No process watches at the moment; one takes over within a minute, if any runs.']
      : []),
    ...sources
      .toSorted((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing))
      .flatMap((source) => watchedSourceLines(source, style, now)),
    `The watcher scanned ${bytes(scanned.bytes)} within 24 hours, of at most ${bytes(scanned.bytesPerDay)}`,
  ];
}
