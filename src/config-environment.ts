/** What the environment says of the configuration: secrets, and switches that overrule the file. */
import { z } from 'zod';

export const Port = z
  .int('a whole number from 1 to 65535')
  .min(1)
  .max(65535)
  .meta({ title: 'a whole number from 1 to 65535' });
export const Level = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);

const SECRETS: readonly string[] = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'DATABASE_URL',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
];

const PortText = z
  .string()
  .regex(/^\d{1,5}$/, 'a whole number from 1 to 65535')
  .transform(Number)
  .pipe(Port)
  .meta({ title: 'a whole number from 1 to 65535' });

export const EnvironmentSchema = z.object({
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'a bot token, which starts with xoxb-').optional().meta({
    title: 'a bot token, which starts with `xoxb-`',
    description:
      'The bot’s token: _OAuth & Permissions_ of the app. Without it there is no workspace, and the demo runs.',
  }),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith('xapp-', 'an app-level token, which starts with xapp-')
    .optional()
    .meta({
      title: 'an app-level token, which starts with `xapp-`',
      description:
        'For Socket Mode: the bot connects to Slack by itself. Of the app’s _Basic Information_, with the scope `connections:write`.',
    }),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^[0-9a-f]{32}$/i, "the app's signing secret: 32 hexadecimal digits")
    .optional()
    .meta({
      title: 'the app’s signing secret: 32 hexadecimal digits',
      description: 'With `PORT` and without `SLACK_APP_TOKEN`: Slack calls the bot over HTTP.',
    }),
  SLACK_API_URL: z
    .url('a URL')
    .optional()
    .meta({ title: 'a URL', description: 'Another address of Slack’s Web API, before `slack.apiUrl`.' }),
  FLOWS_CONFIG: z.string().optional().meta({
    title: 'the path of a file',
    description: 'The configuration file, instead of `flows.config.yaml` in the current directory.',
  }),
  FLOWS_STORE: z.string().optional().meta({
    title: 'the path of a file',
    description: 'The file of SQLite that the bot remembers in, before `store.path`.',
  }),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(?:ql)?:\/\/\S+$/,
      'the address of a Postgres: postgres://user:password@host:5432/database',
    )
    .optional()
    .meta({
      title: 'the address of a Postgres: `postgres://user:password@host:5432/database`',
      description: 'Where the bot remembers, instead of a file of SQLite: for several processes.',
    }),
  PORT: PortText.optional().describe(
    'The port that the bot listens on, before `slack.port`: for Slack’s calls over HTTP, and for its health. Without both it is 3000 in Socket Mode.',
  ),
  METRICS_PORT: PortText.optional().describe(
    'A port of its own for `GET /metrics`, which is needed where Slack calls the bot over HTTP.',
  ),
  LOG_LEVEL: Level.optional().describe('How much is logged, before `logLevel`.'),
  // What else OpenTelemetry's SDK is told it reads itself.
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url('the URL of a collector').optional().meta({
    title: 'the URL of a collector: `http://collector:4318`',
    description: 'Where traces go, by OTLP over HTTP; without it nothing is traced.',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url('the URL of a collector for traces').optional().meta({
    title: 'the URL of a collector for traces: `http://collector:4318/v1/traces`',
    description: 'The same as a whole URL, before the other.',
  }),
  OTEL_SDK_DISABLED: z.string().optional().describe('`true`: nothing is traced, whatever else is set.'),
});

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether what the bot does is traced: where a collector is named, and nobody has switched it off (OpenTelemetry's "Environment Variable Specification"). */
export function isTraced(read: ReadEnvironment): boolean {
  const isOff = read.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
  return !isOff && Boolean(read.OTEL_EXPORTER_OTLP_ENDPOINT ?? read.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
}

export type ReadEnvironment = z.infer<typeof EnvironmentSchema>;

/** What is empty is not set: a shell and Compose give it so. */
export function setIn(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
}

/** What is never shown as a whole. */
export function isSecret(key: string): boolean {
  return SECRETS.includes(key);
}
