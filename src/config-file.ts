/** The schema of the configuration file as a whole, its defaults, and what of it must agree. */
import { z } from 'zod';
import { ACCESS_SETTINGS, AccessSchema, RULE_SETTINGS, wrongSources } from './config-access.ts';
import { ALARM_SETTINGS, AlarmsSchema } from './config-alarms.ts';
import { ALERT_SETTINGS, AlertsSchema, ROUTE_SETTINGS, wrongAlertSources } from './config-alerts.ts';
import { BUDGET_SETTINGS, BudgetsSchema, ONE_BUDGET_SETTINGS } from './config-budgets.ts';
import { DetectionSchema, detectionKeysAt } from './config-detection.ts';
import { Level } from './config-environment.ts';
import { SlackSchema } from './config-slack.ts';
import { SOURCE_SETTINGS, Source } from './config-sources.ts';
import { KEEP_DAYS } from './store/keep-days.ts';

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

/** The settings that a place of the file takes. */
export function settingsAt(path: readonly PropertyKey[]): readonly string[] {
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
