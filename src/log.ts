/** The process's log: JSON lines, without secrets. */
import { type Logger, pino } from 'pino';
import { withoutCredentials } from './slack/connection/secrets.ts';
import { trailFields } from './telemetry/trail.ts';

const SECRET_KEYS = [
  'token',
  'botToken',
  'appToken',
  'signingSecret',
  'authorization',
  'password',
  'response_url',
];

/** Errors of HTTP libraries carry whole requests and responses with them; what happened is in their texts. */
function errorParts(error: unknown): object {
  if (!(error instanceof Error)) return { message: withoutCredentials(String(error)) };
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message: withoutCredentials(message),
    stack: withoutCredentials(stack ?? ''),
    ...(cause === undefined ? {} : { cause: errorParts(cause) }),
  };
}

/** @param level one of pino's. @param output takes whole lines, and hides what is known to be secret */
export function createLog(level: string, output: { write(line: string): unknown }): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Whatever is said of a question says of which.
      mixin: trailFields,
      serializers: { err: errorParts },
      redact: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
    },
    { write: (line) => void output.write(line) },
  );
}
