/** What the environment says of the configuration: secrets, and switches that overrule the file. */
import { z } from 'zod';

export const Port = z.int('a whole number from 1 to 65535').min(1).max(65535);
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
  .pipe(Port);

export const EnvironmentSchema = z.object({
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
  PORT: PortText.optional(),
  METRICS_PORT: PortText.optional(),
  LOG_LEVEL: Level.optional(),
  // What else OpenTelemetry's SDK is told it reads itself.
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url('the URL of a collector').optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url('the URL of a collector for traces').optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
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
