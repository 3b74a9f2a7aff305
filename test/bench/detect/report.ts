/** The table of the measurement, and what of it falls short, in Markdown. */
import { RULES } from './baselines/rules.ts';
import type { Size } from './plan.ts';
import type { Figures, Measurement, Row } from './rows.ts';
import { wilson } from './score.ts';

const RULE_NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(RULES.map(({ detector, name }) => [detector, name])),
  'reject-spike': 'Splunk: rolling mean + 3 sd',
  beacon: 'RITA: score of 0.7',
};

function share(of: number, among: number): string {
  return among === 0 ? '–' : (of / among).toFixed(2);
}

function interval(of: number, among: number): string {
  if (among === 0) return '–';
  const [low, high] = wilson(of, among);
  return `${share(of, among)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

function duration(seconds: number): string {
  return seconds >= 5400 ? `${(seconds / 3600).toFixed(1)} h` : `${Math.round(seconds / 60)} min`;
}

function middle(delays: readonly number[]): string {
  const found = [...delays].sort((a, b) => a - b)[Math.floor(delays.length / 2)];
  return found === undefined ? '–' : duration(found);
}

function per100(figures: Figures, interfaceDays: number): string {
  return ((100 * figures.onClean.length) / interfaceDays).toFixed(2);
}

function cells(figures: Figures, interfaceDays: number): readonly string[] {
  const { found, injected, right, wrong } = figures;
  return [
    interval(found.length, injected),
    share(right, right + wrong.length),
    middle(found.map(({ delay }) => delay)),
    per100(figures, interfaceDays),
  ];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => '---'), ...rows];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function detectorsTable({ rows, interfaceDays }: Measurement): string {
  const body = rows
    .filter(({ isThere }) => isThere)
    .map(({ detector, ours, rule }) => [
      `\`${detector}\``,
      String(ours.injected),
      ...cells(ours, interfaceDays),
      rule ? (RULE_NAMES[detector] ?? '') : '–',
      ...(rule
        ? [
            share(rule.found.length, rule.injected),
            share(rule.right, rule.right + rule.wrong.length),
            per100(rule, interfaceDays),
          ]
        : ['–', '–', '–']),
    ]);
  const header = [
    'detector',
    'put in',
    'recall (95 %)',
    'precision',
    'median time to alert',
    'alerts per 100 interface-days, clean',
  ];
  return table([...header, 'public rule', 'its recall', 'its precision', 'its alerts, clean'], body);
}

/** What one limit came to. */
export interface Judged {
  readonly limit: string;
  readonly found: string;
  readonly isMet: boolean;
}

/** Undefined for one that was not measured. */
function rowOf({ rows }: Measurement, detector: string): Row | undefined {
  return rows.find((row) => row.isThere && row.detector === detector);
}

function recallOf(
  measurement: Measurement,
  detector: string,
  wanted: number,
  variant?: string,
): readonly Judged[] {
  const ours = rowOf(measurement, detector)?.ours;
  if (!ours) return [];
  const of = (text: string) => variant === undefined || text.includes(variant);
  const missed = ours.missed.filter((one) => of(one.variant)).length;
  const injected = measurement.outcome.injected.filter(
    (one) => one.detector === detector && of(one.variant),
  ).length;
  return [
    {
      limit: `recall of \`${detector}\`${variant ? ` (${variant})` : ''} at least ${wanted}`,
      found: `${interval(injected - missed, injected)} of ${injected}`,
      isMet: injected > 0 && (injected - missed) / injected >= wanted,
    },
  ];
}

/** As `reject-spike` counts, seconds. */
const WINDOW = 300;

function surgesInTime(measurement: Measurement, size: Size): readonly Judged[] {
  const ours = rowOf(measurement, 'reject-spike')?.ours;
  if (!ours) return [];
  const surges = measurement.outcome.injected.filter(
    ({ detector, variant }) => detector === 'reject-spike' && variant === '×3',
  ).length;
  const inTime = ours.found.filter(
    ({ injection, delay }) => injection.variant === '×3' && delay <= 3 * WINDOW + size.every.attacked,
  ).length;
  return [
    {
      limit: `a ×3 surge of rejected sources found within 3 windows: ${duration(3 * WINDOW)}, and up to ${duration(size.every.attacked)} until the next round`,
      found: `${interval(inTime, surges)} of ${surges}`,
      isMet: surges > 0 && inTime / surges >= 0.95,
    },
  ];
}

function falseBeacons(measurement: Measurement): readonly Judged[] {
  const onClean = rowOf(measurement, 'beacon')?.ours.onClean.length;
  if (onClean === undefined) return [];
  const { beaconPairs } = measurement.outcome;
  return [
    {
      limit: 'at most 1 % of clean pairs called a beacon',
      found: `${onClean} alerts, ${beaconPairs} pairs a day with enough connections, all days`,
      isMet: onClean <= beaconPairs / 100,
    },
  ];
}

/** Or level with it: more than all cannot be found. */
function isAhead({ ours, rule }: Row): boolean {
  if (!rule) return true;
  const f = ({ found, injected, right, wrong, onClean }: Figures) => {
    const recall = injected === 0 ? 0 : found.length / injected;
    const wrongs = wrong.length + onClean.length;
    const precision = right + wrongs === 0 ? 0 : right / (right + wrongs);
    return recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
  };
  return f(ours) >= f(rule);
}

export function judged(measurement: Measurement, size: Size): readonly Judged[] {
  const { rows, interfaceDays, outcome } = measurement;
  const told = outcome.episodes.filter(({ severity }) => severity !== 'low');
  const clean = rows.flatMap(({ ours }) => ours.onClean);
  const noisy = clean.filter(({ detector, from }) =>
    told.some((one) => one.detector === detector && one.firedAt === from),
  );
  const rate = (100 * noisy.length) / interfaceDays;
  const [, most] = wilson(noisy.length, interfaceDays);
  const behind = rows.filter((row) => row.isThere && !isAhead(row)).map(({ detector }) => detector);
  return [
    {
      limit: 'at most 0.2 alerts per 100 interface-days of clean traffic, those of low severity apart',
      found: `${rate.toFixed(2)} (${noisy.length} in ${interfaceDays}, at most ${(100 * most).toFixed(2)} with 95 %); ${clean.length - noisy.length} of low severity`,
      isMet: rate <= 0.2,
    },
    ...['port-scan', 'host-sweep', 'scan-with-hit', 'brute-force'].flatMap((id) =>
      recallOf(measurement, id, 0.95),
    ),
    ...recallOf(measurement, 'beacon', 0.95, 'jitter 50 %'),
    ...falseBeacons(measurement),
    ...recallOf(measurement, 'reject-spike', 0.95, '×3'),
    ...surgesInTime(measurement, size),
    {
      limit: 'none behind its public rule (F1, clean days among them)',
      found: behind.length === 0 ? 'all' : `not ${behind.join(', ')}`,
      isMet: behind.length === 0,
    },
  ];
}

function counted(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, number]) => `${number} × ${text}`).join('; ');
}

function shortcomings({ rows, aggregation }: Measurement): readonly string[] {
  return rows
    .filter(({ isThere }) => isThere)
    .flatMap(({ detector, ours }) => {
      const said = (claims: Figures['wrong']) => counted(claims.map(({ subjects }) => subjects.join(' ')));
      const parts = [
        ...(ours.missed.length > 0 ? [`missed ${counted(ours.missed.map(({ variant }) => variant))}`] : []),
        ...(ours.onClean.length > 0 ? [`on clean traffic about ${said(ours.onClean)}`] : []),
        ...(ours.wrong.length > 0 ? [`beside the attacks about ${said(ours.wrong)}`] : []),
      ];
      return parts.length > 0 ? [`- \`${detector}\` at ${aggregation} s: ${parts.join('. ')}.`] : [];
    });
}

export interface About {
  readonly size: Size;
  readonly interfaces: number;
  readonly date: string;
  readonly node: string;
  readonly seconds: number;
}

export function report(measurements: readonly Measurement[], about: About): string {
  const { size, interfaces, date, node, seconds } = about;
  const absent =
    measurements[0]?.rows.filter(({ isThere }) => !isThere).map(({ detector }) => detector) ?? [];
  const each = measurements.map((measurement) => {
    const { aggregation, outcome } = measurement;
    const limits = table(
      ['limit', 'found', ''],
      judged(measurement, size).map(({ limit, found, isMet }) => [
        limit,
        found,
        isMet ? 'met' : '**not met**',
      ]),
    );
    return [
      `## Records of ${aggregation} s, the fields of version ${aggregation === 60 ? 5 : 2}`,
      `${outcome.records.toLocaleString('en')} records. A round of the detectors of the last hour takes ${Math.round(outcome.round)} ms in the middle, one of the last day ${Math.round(outcome.dayRound)} ms.`,
      detectorsTable(measurement),
      limits,
    ].join('\n\n');
  });
  const failures = [...new Set(measurements.flatMap(({ outcome }) => outcome.failures))];
  return `${[
    '# How well the detectors detect',
    `Written by \`npm run bench:detect\` on ${date} with Node ${node} in ${duration(seconds)}: ${interfaces} network interfaces in ${size.stacks} stacks, ${size.learning} days to learn, ${size.clean} clean days, ${size.attacked} days with ${measurements[0]?.outcome.injected.length ?? 0} attacks; seed ${size.seed}. Rounds over the last hour come every ${duration(size.every.attacked)} on days with attacks, every ${duration(size.every.clean)} on clean ones, every ${duration(size.every.learning)} before.`,
    READING,
    ...each,
    '## What falls short',
    [
      ...measurements.flatMap(shortcomings),
      ...failures.map((failure) => `- ${failure}`),
      ...(absent.length > 0 ? [`- Not measured: ${absent.join(', ')}.`] : []),
    ].join('\n') || 'Nothing that was measured.',
  ].join('\n\n')}\n`;
}

const READING = `The traffic is made, not recorded: web, applications, databases, health checks, agents, backups, deploys, monitoring, configuration over SSH,
restarts, a forgotten client that is rejected for ever, and the background of the internet with the spread that was measured at a public address.
What is regular, large or failing among it is harmless. The attacks are put into days of such traffic. The detectors see records alone, without
the network's configuration, in rounds over the last hour and, every 6 hours, over the last day.

- **Recall**: the share of attacks about whose host the detector that has to find them raised an alert in time, with Wilson's interval.
- **Precision**: of its alerts on the days with attacks, those about its own attacks; alerts about a host that another attack touches count neither way.
- **Time to alert**: from the first packet to the end of the round that confirmed it. Delivery of the records comes on top.
- **Alerts on clean traffic**: of all severities. A public rule gives one an hour and key.`;
