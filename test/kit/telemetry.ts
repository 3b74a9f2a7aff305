/** What follows work for tests that do not look at it. */
import { pino } from 'pino';
import { NO_TRACING } from '../../src/telemetry/span.ts';
import { createTelemetry, type Telemetry } from '../../src/telemetry/telemetry.ts';

export const UNSEEN: Telemetry = createTelemetry({
  tracing: NO_TRACING,
  log: pino({ level: 'silent' }),
  monotonic: () => 0,
  onQuery: () => undefined,
});
