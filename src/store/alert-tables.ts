/** What is remembered of alerts, and of what is normal, table by table; in the words of `tables.ts`. */
import type { Generated } from 'kysely';

/** Each episode of an alert. The columns are those that it is found by; the whole of it is in `body`. */
export interface AlertTable {
  /** People say `A-12`. */
  number: Generated<number>;
  id: string;
  key: string;
  source: string;
  detector: string;
  state: string;
  severity: string;
  /** Why nobody is told: `mute`, `digest`, …; null where people are. */
  suppressed_by: string | null;
  first_seconds: number;
  last_seconds: number;
  resolved_seconds: number | null;
  /** The id of the message that tells of it. */
  message: string | null;
  updated_at: number;
  /** JSON. */
  body: string;
}

/** What happened to an alert, and who did what. */
interface AlertEntryTable {
  seq: Generated<number>;
  /** The same is entered once. */
  id: string;
  alert: string;
  at: number;
  by: string | null;
  what: string;
}

/** A message in a channel that tells of alerts. */
export interface AlertMessageTable {
  id: string;
  channel: string;
  kind: string;
  /** Of UTC: `2026-11-25`. */
  day: string;
  ts: string | null;
  revision: number;
  opened_at: number;
  /** JSON. */
  body: string;
}

/** A mute, a maintenance, or what is expected. */
export interface AlertRuleTable {
  /** People say `M-3`. */
  number: Generated<number>;
  /** Of whatever asked for it: the same is made once. */
  key: string;
  kind: string;
  starts_at: number;
  ends_at: number;
  ended_at: number | null;
  told_over: number;
  /** JSON. */
  body: string;
}

/** What was measured on one day of UTC, counted from the epoch. */
export interface BaselineTable {
  source: string;
  series: string;
  day: number;
  /** JSON: pairs of the second of the day and the value. */
  samples: string;
}

/** That something was seen before. */
export interface AcquaintanceTable {
  source: string;
  kind: string;
  key: string;
  first_seconds: number;
  last_seconds: number;
  days: number;
}

/** How far a source was watched, and how that went. */
interface WatchedTable {
  source: string;
  /** JSON. */
  state: string;
  at: number;
}

export interface AlertTables {
  alert: AlertTable;
  alert_entry: AlertEntryTable;
  alert_message: AlertMessageTable;
  alert_rule: AlertRuleTable;
  baseline: BaselineTable;
  acquaintance: AcquaintanceTable;
  watched: WatchedTable;
}
