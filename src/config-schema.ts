/** The schema of the configuration, its defaults, and what must be set together. */
import { type Document, parseDocument } from 'yaml';
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
import {
  type Environment,
  EnvironmentSchema,
  isSecret,
  isTraced,
  Level,
  setIn,
} from './config-environment.ts';
import { type Place, sentencesOf } from './config-sentences.ts';
import { halfSetSlack, SlackSchema, slackSettings } from './config-slack.ts';
import { SOURCE_SETTINGS, Source, type SourceSettings } from './config-sources.ts';
import type { SlackSettings } from './slack/connection/settings.ts';
import { KEEP_DAYS, type KeepDays } from './store/keep-days.ts';

const Days = z.int('a whole number of days, 1 or more').min(1, 'a whole number of days, 1 or more');

const KeepDaysSchema = z.strictObject({
  questions: Days.default(KEEP_DAYS.questions).describe(
    'Questions with their answers, and watches that have ended.',
  ),
  audit: Days.default(KEEP_DAYS.audit).describe('The audit log, and whether answers were right.'),
  work: Days.default(KEEP_DAYS.work).describe(
    'What was done and delivered, by which a repetition is recognised.',
  ),
  alerts: Days.default(KEEP_DAYS.alerts).describe(
    'Alerts that are over, with their messages and what was said of them.',
  ),
});

const StoreSchema = z.strictObject({
  path: z.string().min(1, 'the path of a file').default('flows.db').meta({
    title: 'the path of a file',
    description:
      'The file of SQLite, where `DATABASE_URL` names no Postgres and `FLOWS_STORE` no other file.',
  }),
  keepDays: KeepDaysSchema.prefault({}).describe(
    'For how many days what is remembered is kept. Incidents stay, with the questions that they tell of.',
  ),
});

export const FileSchema = z
  .strictObject({
    sources: z
      .array(Source)
      .default([])
      .describe(
        'Where flow log records are. A question goes to every source that can hold what it is about, or to those that it names after `in`. Without one it is the demo network.',
      ),
    budgets: BudgetsSchema.prefault({}).describe(
      'How much may be scanned before somebody is asked: bytes, US dollars, or both. A budget that names neither is no limit.',
    ),
    access: AccessSchema.prefault({}).describe(
      'Who may ask what. Guests, people of other organisations and channels that are shared with them may nothing, unless they are listed.',
    ),
    detection: DetectionSchema.prefault({}).describe(
      'What detectors look for, in `flows scan` and in the channels.',
    ),
    alarms: AlarmsSchema.prefault({}).describe(
      'CloudWatch alarms and GuardDuty findings that come through Amazon SNS, told in a channel with what flow logs say of them.',
    ),
    alerts: AlertsSchema.prefault({}).describe('What is watched for in the flow logs, and where it is told.'),
    slack: SlackSchema.prefault({}).describe(
      'How the bot speaks with Slack. Its tokens come from the environment.',
    ),
    store: StoreSchema.prefault({}).describe(
      'What the bot remembers: questions and answers, incidents, watches, alerts, what was spent, the audit log.',
    ),
    drainSeconds: z.number().min(0, 'a number of seconds, 0 or more').default(20).meta({
      title: 'a number of seconds, 0 or more',
      description: 'How long running questions may go on once the process is asked to stop.',
    }),
    logLevel: Level.default('info').describe('How much is logged. `LOG_LEVEL` comes first.'),
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
  /** Of `GET /metrics` alone; null for beside the health routes in Socket Mode, and nowhere over HTTP. */
  readonly metricsPort: number | null;
  /** Whether traces are sent to a collector, which the environment names. */
  readonly traced: boolean;
}

type ReadConfig = { readonly config: Config } | { readonly issues: readonly string[] };

/** What is written; aliases that stand for more than anybody means, or for nothing, are an error. */
function readDocument(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    if (error instanceof ReferenceError) return error;
    throw error;
  }
}

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
  const written = readDocument(document);
  if (written instanceof ReferenceError)
    return { issues: [`${file.path} cannot be read: ${written.message}`] };
  const settings = FileSchema.safeParse(written);
  const set = setIn(env);
  const switches = EnvironmentSchema.safeParse(set);
  const inFile: Place = { where: file.path, root: written, known: keysAt, secret: () => false };
  const inEnvironment: Place = {
    where: 'the environment',
    root: set,
    known: () => [],
    secret: isSecret,
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
      metricsPort: switches.data.METRICS_PORT ?? null,
      traced: isTraced(switches.data),
    },
  };
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
