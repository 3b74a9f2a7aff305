/**
 * What is remembered, table by table. Times are milliseconds since the epoch unless their name says `seconds`; what is JSON is text, which
 * SQLite and Postgres keep alike; `0` and `1` stand for no and yes.
 */
import type { Generated } from 'kysely';
import type { AlertTables } from './alert-tables.ts';

/** Work that outlives the process: it was taken on, and is not finished before its last message has been delivered. */
interface JobTable {
  /** Of whatever asked for it, as Slack names it: the same when it is delivered twice. */
  id: string;
  kind: string;
  /** JSON. */
  input: string;
  state: 'open' | 'done';
  created_at: number;
  /** The process that works on it; null before anybody does. */
  owner: string | null;
  /** Others may take it over from here on, by the clock of the database. */
  lease_until: number;
  /** How many processes have begun it. */
  starts: number;
}

/** A message or file on its way to Slack. */
export interface DeliveryTable {
  /** `<job>/<step>`: what is delivered under the same key is the same thing. */
  key: string;
  channel: string;
  thread: string | null;
  /** JSON: what is delivered, decided once. */
  content: string;
  /** `sending`: it may or may not have arrived. */
  state: 'waiting' | 'sending' | 'sent' | 'refused';
  sending_at: number | null;
  /** What Slack calls the message once it is there. */
  ts: string | null;
  /** What Slack calls the file that was uploaded for it, which nobody sees before it is sent. */
  file: string | null;
  /** JSON: why it was refused. */
  failure: string | null;
  created_at: number;
}

/** A question that somebody asked, and its answer. */
export interface QuestionTable {
  id: string;
  /** A Slack user id. */
  asked_by: string;
  channel: string;
  /** The thread in which it was asked; null where it was asked in the channel itself. */
  thread: string | null;
  /** The message that carries it. */
  root_ts: string | null;
  /** As typed: untrusted. */
  text: string;
  /** How it was asked: `command`, `mention`, `button`, … */
  via: string;
  /** JSON of the Request; null before it was read. */
  request: string | null;
  /** JSON of the Answer; null before there is one. */
  answer: string | null;
  verdict: string | null;
  /** JSON: the names of the sources that it was put to. */
  sources: string;
  time_zone: string;
  asked_at: number;
  /** The moment that its answer is true of; null before it was read. */
  as_of_seconds: number | null;
  /** Why a person stopped it; null where nobody did. */
  stopped: string | null;
  answered_at: number | null;
}

/** Whether an answer was right, by who said so. */
interface JudgementTable {
  question: string;
  by: string;
  is_right: number;
  at: number;
  /** Of the answer, which may not be kept as long. */
  verdict: string;
  confidence: number;
  /** What it was instead, in that person's words; null where they did not say. */
  instead: string | null;
}

/** What was scanned, or is about to be. */
interface SpendingTable {
  id: string;
  asker: string | null;
  at_seconds: number;
  bytes: number;
  usd: number;
}

/** Who did what: every question, share and export, and what was refused. */
export interface AuditTable {
  seq: Generated<number>;
  /** The same deed is entered once. */
  key: string;
  at: number;
  by: string;
  channel: string | null;
  /** `question`, `records`, `share`, `report`, `export`, … */
  action: string;
  outcome: 'done' | 'refused' | 'failed';
  /** What was asked or shared, in words, without secrets. */
  what: string;
  /** JSON: names of sources. */
  sources: string;
  bytes: number | null;
  verdict: string | null;
  /** Why it was refused, or where it went. */
  note: string | null;
}

export interface IncidentTable {
  /** People say `INC-7`. */
  number: Generated<number>;
  /** The job that opened it. */
  key: string;
  title: string;
  /** `sev1` to `sev4`; null where nobody said. */
  severity: string | null;
  channel: string;
  /** Null where it is of the whole channel. */
  thread: string | null;
  /** The message that shows how it stands; null before it is posted. */
  card_ts: string | null;
  opened_by: string;
  opened_at: number;
  /** Null as long as it is open. */
  closed_at: number | null;
}

/** What happened in an incident, in the order of `at`, then of `seq`. */
export interface IncidentEntryTable {
  seq: Generated<number>;
  /** The same deed is entered once. */
  key: string;
  incident: number;
  at: number;
  by: string;
  /** What they were called then, so that a report stays the same. */
  by_name: string;
  /** `opened`, `finding`, `note`, `action`, `done`, `shared`, `severity`, `closed`, `reopened`. */
  kind: string;
  /** JSON, by kind. */
  detail: string;
}

/** A question that is asked again and again until its time is over; who reads its thread hears of other verdicts. */
export interface WatchTable {
  id: string;
  question: string;
  by: string;
  channel: string;
  thread: string;
  every_seconds: number;
  next_at: number;
  until: number;
  /** JSON: what it found last, and how often it was asked. */
  seen: string;
  /** The message that says that it is on; null before it is posted. */
  notice_ts: string | null;
  state: 'on' | 'ended';
}

/** How a source answered last. */
interface SourceHealthTable {
  source: string;
  at: number;
  ok: number;
  because: string | null;
}

/** What was handled already, of what Slack may deliver twice. */
interface HandledTable {
  key: string;
  at: number;
}

/** Single values under a name. JSON. */
interface KeptTable {
  name: string;
  value: string;
  at: number;
}

/** Who of several processes does what only one may do. */
interface LeaseTable {
  name: string;
  owner: string;
  /** By the clock of the database. */
  until: number;
  /** Grows with each new owner: what an earlier one still writes is known by it. */
  term: number;
}

/** What somebody decided about a question that would pass a budget. */
interface DecisionTable {
  id: string;
  choice: string;
  at: number;
}

/** Calls of Slack that keep a distance, over all processes. */
interface LaneTable {
  name: string;
  /** When the next one may begin, by the clock of the database. */
  free_at: number;
}

export interface Tables extends AlertTables {
  lease: LeaseTable;
  job: JobTable;
  delivery: DeliveryTable;
  question: QuestionTable;
  judgement: JudgementTable;
  spending: SpendingTable;
  audit: AuditTable;
  incident: IncidentTable;
  incident_entry: IncidentEntryTable;
  watch: WatchTable;
  source_health: SourceHealthTable;
  handled: HandledTable;
  kept: KeptTable;
  decision: DecisionTable;
  lane: LaneTable;
}
