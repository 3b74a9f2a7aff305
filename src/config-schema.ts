/** The configuration as it is read: by the schemas of the file and of the environment, with what must be set together. */
import { type Document, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { AccessSettings } from './access/rules.ts';
import type { AlarmSettings } from './alarms/settings.ts';
import type { AlertSettings } from './alerts/settings.ts';
import type { Budgets } from './config-budgets.ts';
import { type ConfiguredDetection, configuredDetection } from './config-detection.ts';
import {
  type Environment,
  EnvironmentSchema,
  isSecret,
  isTraced,
  type Level,
  setIn,
} from './config-environment.ts';
import { FileSchema, settingsAt } from './config-file.ts';
import { type Place, sentencesOf } from './config-sentences.ts';
import { halfSetSlack, slackSettings } from './config-slack.ts';
import type { SourceSettings } from './config-sources.ts';
import type { SlackSettings } from './slack/connection/settings.ts';
import type { KeepDays } from './store/keep-days.ts';

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
  const inFile: Place = { where: file.path, root: written, known: settingsAt, secret: () => false };
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
