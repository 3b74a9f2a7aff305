/** What a bot is handed in: who runs it decides these, and a test others. */
import type { Logger } from 'pino';
import type { Gate } from '../access/access.ts';
import type { AccessSettings } from '../access/rules.ts';
import type { AlarmSettings } from '../alarms/settings.ts';
import type { AlertSettings } from '../alerts/settings.ts';
import type { DetectionSettings } from '../analyzers/detection/detecting.ts';
import type { Budgets } from '../investigation/budget.ts';
import type { Source } from '../investigation/source.ts';
import type { AddressLookup } from '../record/address-facts.ts';
import type { KeepDays } from '../store/keep-days.ts';
import type { Store } from '../store/store.ts';
import type { Tracing } from '../telemetry/span.ts';
import type { SlackSettings } from './connection/settings.ts';
import type { wait } from './wait.ts';

export interface BotParts {
  readonly settings: SlackSettings;
  /** At least one. The bot does not close them. */
  readonly sources: readonly Source[];
  /** Where it remembers. The bot does not close it. */
  readonly store: Store;
  /** How long what it remembers is kept; as long as usual where it is not told. */
  readonly keepDays?: KeepDays;
  /** Who may ask what; without it, everybody of the workspace everything. */
  readonly access?: AccessSettings;
  /** Another decision than by `access`. */
  readonly gate?: Gate;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
  readonly log: Logger;
  /** Where it is traced what the bot does; nowhere where it is not told. The bot does not stop it. */
  readonly tracing?: Tracing;
  /** How long running questions may go on once the bot is to stop. */
  readonly drainSeconds: number;
  /** In Socket Mode, the port of `GET /healthz` and `/readyz`; 0 for any, null for none. Over HTTP it is on the bot's own port. */
  readonly healthPort: number | null;
  /**
   * The port of `GET /metrics` alone. Null, or nothing said: it is beside the health routes in Socket Mode, and nowhere where Slack calls the bot
   * over HTTP, as then anybody can.
   */
  readonly metricsPort?: number | null;
  /** So many questions are worked on at once; others wait for their turn. */
  readonly atOnce?: number;
  /** What may be scanned without asking; without it, there is no limit. */
  readonly budgets?: Budgets;
  /** How long a question that would pass a budget waits for a decision, milliseconds. */
  readonly patience?: number;
  /** Milliseconds between two looks at which watches are due. */
  readonly glance?: number;
  /** How alerts are watched for and told; without a channel, none are. */
  readonly alerts?: AlertSettings;
  /** Which alarms of other tools are heard; none without it. */
  readonly alarms?: AlarmSettings;
  /** Fetches certificates of SNS; the process's own `fetch` where it is not told. */
  readonly fetch?: typeof globalThis.fetch;
  /** Reads what detectors are set to; their defaults without it. Never rejects. */
  readonly detection?: () => Promise<DetectionSettings>;
  /** Tells who public addresses are, where something can. */
  readonly lookUp?: AddressLookup;
  /** Where results lie as files until Slack has them; the system's own place where it is not told. */
  readonly tempFolder?: string;
  /** Milliseconds between two posts in one channel; what Slack asks for where it is not told. With 0 none of Slack's limits is kept. */
  readonly pace?: number;
  /** How it waits before it calls or looks again; on the process's own timers where it is not told. */
  readonly waitFor?: typeof wait;
  /** Before each look whether a message arrived that Slack gave no clear answer about, milliseconds. */
  readonly settling?: readonly number[];
}
