/** What CloudWatch Logs answers: the records of a scenario, moved in time so that they are always those of the last hour. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_FORMAT } from '../../../src/record/format.ts';
import type { FlowRecord } from '../../../src/record/record.ts';
import { DISCOVERED, eventOf, formatOf, recordOf } from '../../kit/insights-events.ts';
import { interpret, type LogEvent, type Result } from '../../kit/insights-interpreter.ts';

/** Seconds that the newest record is old: AWS delivers within minutes. */
const DELIVERED_AFTER = 300;
/** They are moved on once in so many seconds. */
const MOVED_EVERY = 60;

interface Asked {
  readonly text: string;
  /** Seconds since the epoch. */
  readonly startTime: number;
  readonly endTime: number;
}

export interface Answerer {
  /** Names of the fields that the service discovers. */
  readonly discovered: readonly string[];
  rowsOf(query: Asked): readonly Result[];
}

function later(record: FlowRecord, seconds: number): FlowRecord {
  const { start, end } = record;
  if (typeof start !== 'number' || typeof end !== 'number') return record;
  return { ...record, start: start + seconds, end: end + seconds };
}

export async function answerer(folder: string): Promise<Answerer> {
  const [header = '', ...lines] = (await readFile(join(folder, 'flows.log'), 'utf8')).trim().split('\n');
  const format = formatOf(header);
  const records = lines.map((line) => recordOf(line, format));
  const newest = Math.max(...records.map(({ end }) => (typeof end === 'number' ? end : 0)));
  let events: readonly LogEvent[] = [];
  let movedAt = Number.NEGATIVE_INFINITY;

  function current(): readonly LogEvent[] {
    const now = Math.floor(Date.now() / 1000);
    if (now - movedAt < MOVED_EVERY) return events;
    movedAt = now;
    const shift = now - DELIVERED_AFTER - newest;
    events = records.map((record) => eventOf(later(record, shift), DEFAULT_FORMAT));
    return events;
  }

  return {
    discovered: [...DISCOVERED],
    rowsOf: (query) => interpret(query, current(), DISCOVERED),
  };
}
