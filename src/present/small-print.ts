/** How much of the truth an answer could see, and what it cost: the last lines of every answer. */
import type { Completeness, Cost, Diagnosis, SourceOutcome } from '../diagnosis/diagnosis.ts';
import { bytes, counted, dollars } from './quantities.ts';
import { clockTime, duration, shortTime, type TimeStyle, zoneName } from './time.ts';

/** This far behind the end of the window the records are late, seconds: an aggregation interval of ten minutes and a usual delivery. */
const LATE_SECONDS = 20 * 60;

/** Sources that are named for one reason. */
const MOST_NAMED = 5;

const KEEPS = {
  ALL: 'the flow log keeps all traffic',
  ACCEPT: 'the flow log keeps accepted traffic only',
  REJECT: 'the flow log keeps rejected traffic only',
  unknown: 'what the flow log keeps is not known',
} as const;

/** With the days, where it is not all of the day on which the rules were read. */
function askedFor({ window: { start, end }, rulesReadAt }: Completeness, style: TimeStyle): string {
  const from = shortTime(start, style, rulesReadAt ?? end);
  return `${from} to ${shortTime(end, style, start)} ${zoneName(end, style)}`;
}

function horizon(completeness: Completeness, style: TimeStyle): string {
  const { window, completeUntil } = completeness;
  const asked = askedFor(completeness, style);
  if (completeUntil === null) return `Asked for ${asked}, no record tells how complete it is`;
  const behind = window.end - completeUntil;
  const late = behind > LATE_SECONDS ? `, ${duration(behind)} before the end of what was asked` : '';
  return `Asked for ${asked}, records ${sinceText(completeness, style)}${shortTime(completeUntil, style, window.end)}${late}`;
}

/** `from 12:26 to ` where they begin well after what was asked, so that nobody takes an hour of records for the week they asked about; else `up to `. */
function sinceText({ window, recordsFrom }: Completeness, style: TimeStyle): string {
  const isLater = recordsFrom !== undefined && recordsFrom - window.start > LATE_SECONDS;
  return isLater ? `from ${shortTime(recordsFrom, style, window.end)} to ` : 'up to ';
}

function skipped({ skipData: { records, interfaces } }: Completeness): readonly string[] {
  if (records === 0) return [];
  const [first = 'an interface'] = interfaces;
  const where =
    interfaces.length <= 1 ? first : `${first} and ${counted(interfaces.length - 1, 'other interface')}`;
  return [`AWS skipped records (SKIPDATA) at ${where}: ${counted(records, 'gap')}`];
}

function malformedLines({ malformed: { count, samples } }: Completeness): readonly string[] {
  if (count === 0) return [];
  const [sample] = samples;
  const example = sample ? `; the first is ${sample.file} line ${sample.line}: ${sample.reason}` : '';
  return [`${counted(count, 'line')} could not be read${example}`];
}

function rulesText({ rulesReadAt, window }: Completeness, style: TimeStyle): string {
  if (rulesReadAt === undefined) return '';
  return rulesReadAt === null
    ? 'rules read from files'
    : `rules read ${shortTime(rulesReadAt, style, window.end)}`;
}

/** A moment, since an answer is read again later, when `2 min ago` would be wrong. */
function memoryText({ cached, cachedAt }: Cost, near: number, style: TimeStyle): readonly string[] {
  if (cachedAt === undefined) return cached ? ['from memory'] : [];
  return [
    `${cached ? '' : 'partly '}from memory, asked ${clockTime(cachedAt, style, near)} (add fresh to ask anew)`,
  ];
}

function costText(cost: Cost, near: number, style: TimeStyle): string {
  const { bytesScanned, queries, estimatedUsd, apiCalls, milliseconds } = cost;
  const scanned = bytesScanned === null || cost.cached ? [] : [`${bytes(bytesScanned)} scanned`];
  const price = queries === 0 || estimatedUsd === null ? [] : [dollars(estimatedUsd)];
  const asked = queries === 0 ? [] : [counted(queries, 'query', 'queries')];
  const calls = apiCalls === 0 ? [] : [counted(apiCalls, 'EC2 call')];
  const time = milliseconds === 0 ? [] : [`${(milliseconds / 1000).toFixed(1)} s`];
  return [...scanned, ...price, ...asked, ...calls, ...memoryText(cost, near, style), ...time].join(', ');
}

/** Sources with the same reason together: dozens may hold nothing of what was asked about. */
function byReason(sources: readonly SourceOutcome[], become: string): readonly string[] {
  const reasons = new Set(sources.map(({ because }) => because));
  return [...reasons].map((because) => {
    const names = sources.filter((one) => one.because === because).map(({ name }) => name);
    const shown = names.slice(0, MOST_NAMED).join(', ');
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
    return `${shown}${more} ${become}${because === null ? '' : `: ${because}`}`;
  });
}

/** `Asked payments, core; staging failed: …; archive not asked: its VPCs hold no 10.0.1.5` */
function sourcesText({ sources = [] }: Completeness): readonly string[] {
  if (sources.length === 0) return [];
  const of = (outcome: SourceOutcome['outcome']) => sources.filter((one) => one.outcome === outcome);
  const answered = of('answered').map(({ name }) => name);
  const parts = [...byReason(of('failed'), 'failed'), ...byReason(of('not-asked'), 'not asked')];
  // The reasons are sentences.
  return [[`Asked ${answered.join(', ')}`, ...parts.map((part) => part.replace(/\.$/, ''))].join('; ')];
}

export function smallPrint({ completeness, cost }: Diagnosis, style: TimeStyle): readonly string[] {
  const missing = completeness.interfacesNotLogged;
  return [
    [
      horizon(completeness, style),
      KEEPS[completeness.keeps],
      rulesText(completeness, style),
      costText(cost, completeness.window.end, style),
    ]
      .filter((part) => part !== '')
      .join(' · '),
    ...sourcesText(completeness),
    ...skipped(completeness),
    ...(completeness.cutOff
      ? ['There was more than was read: the rest is not in this answer, so narrow the window or the subject']
      : []),
    ...(missing.length > 0
      ? [
          `Not logged: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}`,
        ]
      : []),
    ...malformedLines(completeness),
    ...completeness.notes,
  ];
}
