/** What everything that listens to Slack works with. */
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Gate } from '../access/access.ts';
import type { AlarmSettings } from '../alarms/settings.ts';
import type { Action } from '../commands/action.ts';
import type { Budgets } from '../investigation/budget.ts';
import type { Source } from '../investigation/source.ts';
import type { BlockForm } from '../present/block-kit.ts';
import type { Audit } from '../store/audit.ts';
import type { Incidents } from '../store/incidents.ts';
import type { Questions } from '../store/questions.ts';
import type { Store } from '../store/store.ts';
import type { Names } from './access/names.ts';
import type { Places } from './access/places.ts';
import type { TimeZones } from './access/time-zones.ts';
import type { Alerting } from './alerts/alerting.ts';
import type { Messenger } from './delivery/messenger.ts';
import type { Outbox } from './delivery/outbox.ts';
import type { Work } from './delivery/work.ts';
import type { Perform } from './perform.ts';
import type { AskingParts } from './questions/asking.ts';
import type { Decisions } from './questions/decisions.ts';
import type { Ask } from './questions/question.ts';
import type { Running } from './questions/running.ts';

export interface Desk extends AskingParts {
  readonly client: WebClient;
  /** Every call of Slack's Web API goes through it, or through the messenger. */
  readonly outbox: Outbox;
  readonly messenger: Messenger;
  /** Asks a question, with all that belongs to one: access, budgets, progress, the answer in its thread, the audit log. */
  readonly ask: Ask;
  readonly work: Work;
  /** Who may ask what; nothing that came from a source is shown without asking it. */
  readonly gate: Gate;
  /** What channels are called, and who reads them. */
  readonly places: Places;
  /** The slash command that is listened to: `/flows`. */
  readonly command: string;
  /** Ids of channels that are shared with other organisations and allowed all the same. */
  readonly externalChannels: readonly string[];
  /** Ids of the people who may read the audit log. */
  readonly auditors: readonly string[];
  readonly store: Store;
  readonly questions: Questions;
  readonly audit: Audit;
  readonly incidents: Incidents;
  /** Does what a verb asks of what is remembered. Never rejects. */
  readonly perform: Perform<Action>;
  /** All that are configured: only their names and health, for those who may know of them. */
  readonly sources: readonly Source[];
  /** Of questions that nobody asks but flows itself; absent for none. */
  readonly budgets?: Budgets | undefined;
  readonly alarms: AlarmSettings;
  /** Alerts: what is remembered of them, how they are changed, and told. */
  readonly alerting: Alerting;
  readonly running: Running;
  readonly decisions: Decisions;
  readonly timeZones: TimeZones;
  readonly names: Names;
  readonly form: BlockForm;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
}

/** What actions are made of: everything but the doing of them. */
export type ActionTools = Omit<Desk, 'perform'>;
