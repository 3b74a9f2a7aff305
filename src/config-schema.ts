/** The schema of the configuration, its defaults, and what must be set together. */
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { AccessSettings } from './access/rules.ts';
import type { AlarmSettings } from './alarms/settings.ts';
import type { AlertSettings } from './alerts/settings.ts';
import { ACCESS_SETTINGS, AccessSchema, RULE_SETTINGS, wrongSources } from './config-access.ts';
import { ALARM_SETTINGS, AlarmsSchema } from './config-alarms.ts';
import { ALERT_SETTINGS, AlertsSchema, ROUTE_SETTINGS, wrongAlertSources } from './config-alerts.ts';
import { BUDGET_SETTINGS, type Budgets, BudgetsSchema, ONE_BUDGET_SETTINGS } from './config-budgets.ts';
import {
  type ConfiguredDetection,
  configuredDetection,
  DetectionSchema,
  detectionKeysAt,
} from './config-detection.ts';
import { masked, type Place, sentencesOf } from './config-sentences.ts';
import { SOURCE_SETTINGS, Source, type SourceSettings } from './config-sources.ts';
import { KEEP_DAYS, type KeepDays } from './store/keep-days.ts';

const Port = z.int('a whole number from 1 to 65535').min(1).max(65535);
const Level = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);

const SlackSchema = z.strictObject({
  form: z.enum(['auto', 'classic', 'newer']).default('auto'),
  port: Port.optional(),
  apiUrl: z.url('a URL').optional(),
});

const Days = z.int('a whole number of days, 1 or more').min(1, 'a whole number of days, 1 or more');

/** How long what is remembered is kept. Incidents stay, with the questions that they tell of. */
const KeepDaysSchema = z.strictObject({
  questions: Days.default(KEEP_DAYS.questions),
  audit: Days.default(KEEP_DAYS.audit),
  work: Days.default(KEEP_DAYS.work),
  alerts: Days.default(KEEP_DAYS.alerts),
});

const StoreSchema = z.strictObject({
  /** The file of SQLite, where DATABASE_URL names no Postgres and FLOWS_STORE no other file. */
  path: z.string().min(1, 'the path of a file').default('flows.db'),
  keepDays: KeepDaysSchema.prefault({}),
});

const FileSchema = z
  .strictObject({
    sources: z.array(Source).default([]),
    budgets: BudgetsSchema.prefault({}),
    access: AccessSchema.prefault({}),
    detection: DetectionSchema.prefault({}),
    alarms: AlarmsSchema.prefault({}),
    alerts: AlertsSchema.prefault({}),
    slack: SlackSchema.prefault({}),
    store: StoreSchema.prefault({}),
    drainSeconds: z.number().min(0, 'a number of seconds, 0 or more').default(20),
    logLevel: Level.default('info'),
  })
  .superRefine(({ sources, access, alerts }, { addIssue }) => {
    sources.forEach(({ name }, index) => {
      if (sources.findIndex((other) => other.name === name) < index) {
        addIssue({
          code: 'custom',
          path: ['sources', index, 'name'],
          message: 'a name that no other source has',
        });
      }
    });
    for (const { path, message } of wrongSources(access, sources))
      addIssue({ code: 'custom', path: ['access', ...path], message });
    for (const { path, message } of wrongAlertSources(alerts, sources))
      addIssue({ code: 'custom', path: ['alerts', ...path], message });
  });

const SECRETS: readonly string[] = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'DATABASE_URL',
];

const EnvironmentSchema = z.object({
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'a bot token, which starts with xoxb-').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'an app-level token, which starts with xapp-').optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^[0-9a-f]{32}$/i, "the app's signing secret: 32 hexadecimal digits")
    .optional(),
  SLACK_API_URL: z.url('a URL').optional(),
  FLOWS_STORE: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(?:ql)?:\/\/\S+$/,
      'the address of a Postgres: postgres://user:password@host:5432/database',
    )
    .optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'a whole number from 1 to 65535')
    .transform(Number)
    .pipe(Port)
    .optional(),
  LOG_LEVEL: Level.optional(),
});

export type Environment = Readonly<Record<string, string | undefined>>;

interface SlackSettings {
  readonly botToken: string;
  /** For Socket Mode. */
  readonly appToken: string | null;
  /** With `port`: Slack calls us over HTTP. Without either: Socket Mode. */
  readonly signingSecret: string | null;
  readonly port: number | null;
  /** Another address of Slack's Web API, for tests and local stand-ins. */
  readonly apiUrl: string | null;
  /** Blocks that every client draws (`classic`), Slack's newer tables and charts (`newer`), or those as long as Slack takes them (`auto`). */
  readonly form: 'auto' | 'classic' | 'newer';
}

export interface Config {
  /** Null where no token is set: there is no workspace to talk to. */
  readonly slack: SlackSettings | null;
  /** None: the demo network. */
  readonly sources: readonly SourceSettings[];
  readonly budgets: Budgets;
  /** Who may ask which sources where, and with what budgets. */
  readonly access: AccessSettings;
  /** Which alarms of other tools are heard, and where they are told. */
  readonly alarms: AlarmSettings;
  /** What detectors are set to. */
  readonly detection: ConfiguredDetection;
  /** What is watched for, and where it is told; nothing where no channel is named. */
  readonly alerts: AlertSettings;
  /** Where the bot remembers: Postgres, or a file of SQLite. */
  readonly store: { readonly url: string | null; readonly path: string; readonly keepDays: KeepDays };
  /** How long running questions may go on once the process is asked to stop. */
  readonly drainSeconds: number;
  readonly logLevel: z.infer<typeof Level>;
}

type ReadConfig = { readonly config: Config } | { readonly issues: readonly string[] };
type ReadEnvironment = z.infer<typeof EnvironmentSchema>;

export function readConfig(env: Environment, file: { path: string; text: string }): ReadConfig {
  const document = parseDocument(file.text);
  const [unreadable] = document.errors;
  if (unreadable) {
    const line = unreadable.linePos?.[0].line;
    const problem = unreadable.message.split('\n')[0];
    return {
      issues: [`${file.path}${line === undefined ? '' : `, line ${line}`}, is no valid YAML: ${problem}`],
    };
  }
  const written: unknown = document.toJS({ maxAliasCount: 100 }) ?? {};
  const settings = FileSchema.safeParse(written);
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const switches = EnvironmentSchema.safeParse(set);
  const inFile: Place = { where: file.path, root: written, known: keysAt, secret: () => false };
  const inEnvironment: Place = {
    where: 'the environment',
    root: set,
    known: () => [],
    secret: (key) => SECRETS.includes(key),
  };
  const issues = [
    ...(switches.error?.issues ?? []).flatMap((issue) => sentencesOf(issue, inEnvironment)),
    ...(settings.error?.issues ?? []).flatMap((issue) => sentencesOf(issue, inFile)),
  ];
  if (!settings.success || !switches.success) return { issues };

  const half = halfSetSlack(switches.data, settings.data.slack.port ?? null);
  if (half) return { issues: [half] };
  const { sources, budgets, access, alarms, alerts, detection, drainSeconds, logLevel, slack, store } =
    settings.data;
  return {
    config: {
      slack: slackSettings(switches.data, slack),
      sources,
      budgets,
      access,
      alarms,
      detection: configuredDetection(detection),
      alerts,
      store: {
        ...store,
        url: switches.data.DATABASE_URL ?? null,
        path: switches.data.FLOWS_STORE ?? store.path,
      },
      drainSeconds,
      logLevel: switches.data.LOG_LEVEL ?? logLevel,
    },
  };
}

function slackSettings(env: ReadEnvironment, slack: z.infer<typeof SlackSchema>): SlackSettings | null {
  if (env.SLACK_BOT_TOKEN === undefined) return null;
  return {
    botToken: env.SLACK_BOT_TOKEN,
    appToken: env.SLACK_APP_TOKEN ?? null,
    signingSecret: env.SLACK_SIGNING_SECRET ?? null,
    port: env.PORT ?? slack.port ?? null,
    apiUrl: env.SLACK_API_URL ?? slack.apiUrl ?? null,
    form: slack.form,
  };
}

/** What is missing where some of Slack's secrets are set and others not. */
function halfSetSlack(env: ReadEnvironment, filePort: number | null): string | undefined {
  const port = env.PORT ?? filePort;
  const { SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app, SLACK_SIGNING_SECRET: secret } = env;
  if (bot === undefined) {
    const other = app
      ? `SLACK_APP_TOKEN is ${masked(app)}`
      : secret
        ? 'SLACK_SIGNING_SECRET is set'
        : undefined;
    return (
      other &&
      `SLACK_BOT_TOKEN in the environment is not set, and ${other}; set the bot token (xoxb-…) too, or neither.`
    );
  }
  if (app || (secret && port)) return undefined;
  const found = `SLACK_BOT_TOKEN is ${masked(bot)}`;
  if (secret) {
    return `PORT in the environment is not set, and ${found} and SLACK_SIGNING_SECRET is set; set PORT (or slack.port) for HTTP, or SLACK_APP_TOKEN (xapp-…) for Socket Mode.`;
  }
  return `SLACK_APP_TOKEN in the environment is not set, and ${found}; set the app-level token (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET and PORT for HTTP.`;
}

/** The settings that a place of the file takes. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path[0] === 'slack') return Object.keys(SlackSchema.shape);
  if (path[0] === 'store') return Object.keys((path.length > 1 ? KeepDaysSchema : StoreSchema).shape);
  if (path[0] === 'detection') return detectionKeysAt(path.slice(1));
  if (path[0] === 'access') return accessKeysAt(path.slice(1));
  if (path[0] === 'alarms') return ALARM_SETTINGS;
  if (path[0] === 'alerts') return path.length > 1 ? ROUTE_SETTINGS : ALERT_SETTINGS;
  if (path[0] === 'sources') return SOURCE_SETTINGS;
  if (path[0] === 'budgets') return path.length > 1 ? ONE_BUDGET_SETTINGS : BUDGET_SETTINGS;
  return Object.keys(FileSchema.shape);
}

/** @param path below `access`: `rules`, the number of a rule, `budgets`, one of them */
function accessKeysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return ACCESS_SETTINGS;
  if (path.length === 2) return RULE_SETTINGS;
  return path.length === 3 ? BUDGET_SETTINGS : ONE_BUDGET_SETTINGS;
}
