/** The table of what was measured: what is wanted of each figure, and what was found. */

import { isCommon } from './crowd.ts';
import { growth, growthAlone, mean, type Point, quantile } from './figures.ts';
import type { Followed } from './followed.ts';
import type { Measured } from './run.ts';

export interface Line {
  readonly figure: string;
  readonly wanted: string;
  readonly found: string;
  /** Null where nothing is wanted of it. */
  readonly isMet: boolean | null;
}

/** Acknowledged within so many milliseconds at the 99.9th percentile. */
const ACKNOWLEDGED = 1000;
/** The most that memory may grow over the second half, as a part of it. */
const FLAT = 0.05;
/** The slowest person's time, against the median person's. */
const FAIR = 2;

const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;
const seconds = (value: number): string => `${(value / 1000).toFixed(1)} s`;
const megabytes = (value: number, digits = 0): string => `${(value / 1e6).toFixed(digits)} MB`;
const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;

function spread(values: readonly number[], shown: (value: number) => string): string {
  const [p50, p99, p999, most] = [0.5, 0.99, 0.999, 1].map((part) => shown(quantile(values, part)));
  return `p50 ${p50}, p99 ${p99}, p99.9 ${p999}, most ${most}`;
}

function took({ sentAt, answeredAt }: Followed): number {
  return (answeredAt ?? Number.NaN) - sentAt;
}

function acknowledgements({ questions, bare }: Measured): readonly Line[] {
  const late = questions.filter(({ isLate }) => isLate).length;
  const times = questions.flatMap(({ sentAt, acknowledgedAt: at }) => (at === null ? [] : [at - sentAt]));
  return [
    {
      ...{
        figure: 'acknowledged',
        wanted: `p99.9 below ${milliseconds(ACKNOWLEDGED)}`,
        found: spread(times, milliseconds),
      },
      isMet: quantile(times, 0.999) < ACKNOWLEDGED,
    },
    {
      ...{ figure: '… after Slack had given up', wanted: '0', found: String(late) },
      isMet: late === 0,
    },
    { figure: '… by bare Bolt in the same run', wanted: '', found: spread(bare, milliseconds), isMet: null },
  ];
}

/** How much longer somebody waits than most do. @param of what is said of one person's times */
function fairness(
  figure: string,
  answered: readonly Followed[],
  of: (times: readonly number[]) => number,
): Line {
  const people = [...new Set(answered.map(({ ask }) => ask.by))];
  const each = people.map((by) => of(answered.filter(({ ask }) => ask.by === by).map(took)));
  const [slowest, middle] = [quantile(each, 1), quantile(each, 0.5)];
  return {
    ...{ figure, wanted: `at most ${FAIR} times the median` },
    found: `${(slowest / middle).toFixed(2)}: ${seconds(slowest)} of ${seconds(middle)}`,
    isMet: slowest / middle <= FAIR,
  };
}

/**
 * Of what was put to AWS: what was answered in the acknowledgement, or turned away, took no time. What everybody asks is answered in seconds and what
 * one asks alone in its turn, so the median of all would tell which of the two somebody asked more often.
 */
function answers({ questions }: Measured): readonly Line[] {
  const answered = questions.filter(({ answered: how }) => how === 'thread' || how === 'one-message');
  const [common, own] = [true, false].map((is) => answered.filter(({ ask }) => isCommon(ask.text) === is));
  const times = (figure: string, some: readonly Followed[] = []): Line => {
    const [p50, p95, most] = [0.5, 0.95, 1].map((part) => seconds(quantile(some.map(took), part)));
    return { figure, wanted: '', found: `p50 ${p50}, p95 ${p95}, most ${most}`, isMet: null };
  };
  const people = [...new Set(questions.map(({ ask }) => ask.by))];
  const counts = people.map((by) => answered.filter(({ ask }) => ask.by === by).length);
  return [
    times('time to the answer', answered),
    times('… of what everybody asks', common),
    times('… of what one asks alone', own),
    fairness('the slowest person’s mean', answered, mean),
    fairness('… median, of what one asks alone', own ?? [], (some) => quantile(some, 0.5)),
    {
      figure: 'answers to a person',
      wanted: 'everybody has some',
      found: `${quantile(counts, 0)} to ${quantile(counts, 1)}, median ${quantile(counts, 0.5)}`,
      isMet: quantile(counts, 0) > 0,
    },
  ];
}

function fates({ questions, doubled }: Measured): readonly Line[] {
  const all = questions.length;
  const count = (is: (one: Followed) => boolean) => questions.filter(is).length;
  const turnedAway = count(({ isTurnedAway }) => isTurnedAway);
  const lost = count(({ answeredAt }) => answeredAt === null);
  const found = [
    `${count(({ answered }) => answered === 'thread')} in a thread`,
    `${count(({ answered }) => answered === 'one-message')} in one message`,
    `${count(({ answered, isTurnedAway }) => answered !== 'thread' && answered !== 'one-message' && answered !== null && !isTurnedAway)} at once`,
    `${turnedAway} told at once to ask later`,
  ];
  return [
    { figure: 'questions', wanted: '', found: `${all}: ${found.join(', ')}`, isMet: null },
    { figure: 'lost', wanted: '0', found: String(lost), isMet: lost === 0 },
    { figure: 'doubled', wanted: '0', found: String(doubled), isMet: doubled === 0 },
  ];
}

function memory({ looks, afterwards, minutes }: Measured): readonly Line[] {
  const half = (minutes * 60_000) / 2;
  const later = looks.filter(({ at }) => at >= half);
  const code = [later[0]?.code, later.at(-1)?.code].map((bytes = Number.NaN) => megabytes(bytes, 1));
  const points = (of: 'heapUsed' | 'rss') =>
    later.map((look): Point => ({ x: look.at, y: look[of], beside: look.open }));
  const grown = (of: 'heapUsed' | 'rss') => growth(points(of));
  const most = (of: 'heapUsed' | 'rss') =>
    megabytes(
      quantile(
        looks.map((look) => look[of]),
        1,
      ),
    );
  const line = (figure: string, of: 'heapUsed' | 'rss'): Line => ({
    ...{ figure, wanted: `grows less than ${percent(FLAT)}` },
    found: `${percent(grown(of))}; at most ${most(of)}; ${looks.map((look) => (look[of] / 1e6).toFixed(0)).join(' ')}`,
    isMet: grown(of) < FLAT,
  });
  return [
    line('memory in use, second half, garbage collected', 'heapUsed'),
    {
      figure: '… had as many questions been open all the time',
      wanted: '',
      found: percent(growthAlone(points('heapUsed'))),
      isMet: null,
    },
    {
      ...{ figure: '… machine code of it, second half', wanted: '', found: code.join(' to ') },
      isMet: null,
    },
    {
      figure: '… when all were answered',
      wanted: '',
      found: `${megabytes(afterwards.heapUsed)}, ${megabytes(afterwards.code, 1)} of it machine code`,
      isMet: null,
    },
    line('memory of the process, second half', 'rss'),
    {
      figure: 'the longest that the event loop was held up',
      wanted: '',
      found: milliseconds(Math.max(...looks.map(({ heldUp }) => heldUp))),
      isMet: null,
    },
  ];
}

function limits({ insights, slackViolations, busiest, depths }: Measured): readonly Line[] {
  const aws = Object.values(insights.violations).reduce((sum, one) => sum + one, 0);
  const slack = [...slackViolations.values()].reduce((sum, one) => sum + one, 0);
  const named = (counts: Iterable<readonly [string, number]>) =>
    [...counts].map(([name, one]) => `${name} ${one}`).join(', ');
  const { queries, estimates, stopped, mostAtOnce } = insights;
  return [
    {
      figure: 'most questions that waited, and that ran',
      wanted: '',
      found: `${depths.waiting}, ${depths.running}`,
      isMet: null,
    },
    {
      figure: 'queries',
      wanted: '',
      found: `${queries} run, ${estimates} estimates, ${stopped} stopped, at most ${mostAtOnce} at once`,
      isMet: null,
    },
    {
      figure: 'AWS’s limits passed',
      wanted: '0',
      found: `${aws} ${named(Object.entries(insights.violations))}`,
      isMet: aws === 0,
    },
    {
      figure: '… requests in the busiest second',
      wanted: '',
      found: named(Object.entries(insights.busiest)),
      isMet: null,
    },
    {
      figure: 'Slack’s limits passed',
      wanted: '0',
      found: `${slack} ${named(slackViolations)}`,
      isMet: slack === 0,
    },
    { figure: '… calls in the busiest minute', wanted: '', found: named(busiest), isMet: null },
  ];
}

export function report(measured: Measured): readonly Line[] {
  return [
    ...acknowledgements(measured),
    ...answers(measured),
    ...fates(measured),
    ...memory(measured),
    ...limits(measured),
  ];
}
