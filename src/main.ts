/** The process: reads the configuration, makes the bot of it, and stops it without losing a question. */
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { lookUp } from './address-lookup.ts';
import { type Config, ConfigError, environment, loadConfig } from './config.ts';
import { openDetection } from './detection-settings.ts';
import { createLog } from './log.ts';
import { noDemo } from './no-workspace.ts';
import { seenJson } from './present/json.ts';
import { crashText, hidingOutput, hidingSecrets } from './process-secrets.ts';
import { openSources } from './sources.ts';
import { NO_TRACING, type Tracing } from './telemetry/span.ts';
import { keepingTrail } from './telemetry/trail.ts';

/** Milliseconds. */
const LAST_WORD = 500;
const FAILED = 'flows itself failed; please report this:';
/** So long at most the last traces may take when it is stopped, milliseconds. */
const LAST_SPANS = 3000;

const env = environment();
const hide = hidingSecrets(env);
const stdout = hidingOutput(process.stdout, hide);
const stderr = hidingOutput(process.stderr, hide);
const monotonic = () => performance.now();
const readText = (path: string) => readFile(path, 'utf8');

const stop = new AbortController();
/** The first signal lets running questions end; the second one does not wait for them. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(1);
    stop.abort(signal);
  });
}

function askedToStop(): Promise<void> {
  if (stop.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Of what nobody foresaw it ends, since nobody knows in which state it is: who runs it starts it anew, and it goes on with what was left. */
let tellOfCrash = (error: unknown): void => {
  stderr.write(`${FAILED}\n${crashText(error)}\n`);
};
process.on('uncaughtException', (error) => {
  tellOfCrash(error);
  process.exit(1);
});

/** What whoever started it can put right, as sentences; null for what is a defect. */
function sentences(error: unknown): readonly string[] | null {
  if (error instanceof ConfigError) return error.issues;
  if (error instanceof Error && ['SourceError', 'StartError', 'StoreError'].includes(error.name))
    return [error.message];
  return null;
}

/** @returns the exit code. */
async function demo(): Promise<number> {
  const { runDemo } = await import('./demo/run.ts');
  stderr.write(
    'Nothing is configured, so this is the demo. docs/setting-up.md says how to connect a workspace.\n\n',
  );
  await runDemo({ stdout, stderr, staysUp: true, signal: stop.signal, now: Date.now, monotonic });
  return 0;
}

/** Loads what traces, which nobody pays for who is not traced. */
async function tracingTo(log: Logger): Promise<Tracing> {
  const { openTracing } = await import('./telemetry/otlp.ts');
  return openTracing((failure) => {
    if (failure)
      log.warn({ err: failure }, 'traces do not arrive at the collector, and are dropped until they do');
    else log.info('traces arrive at the collector again');
  });
}

/** @returns the exit code, once it was asked to stop. */
async function bot(
  {
    drainSeconds,
    logLevel,
    metricsPort,
    traced,
    budgets,
    access,
    detection,
    alarms,
    alerts,
    store: kept,
  }: Config,
  settings: NonNullable<Config['slack']>,
): Promise<number> {
  // What others wrote stands in errors, and whoever reads the log may do so in a terminal.
  const seen = hidingOutput(process.stdout, (line) => seenJson(hide(line)));
  const log = createLog(logLevel, seen);
  tellOfCrash = (error) => log.fatal({ err: error }, 'flows itself failed, and ends');
  process.on('unhandledRejection', (error) =>
    log.error({ err: error }, 'a promise was rejected and nobody looked'),
  );
  const [{ createBot, defaultHealthPort }, { openStore }] = await Promise.all([
    import('./slack/bot.ts'),
    import('./store/store.ts'),
  ]);
  const now = () => Math.floor(Date.now() / 1000);
  const sources = await openSources({}, { env, now, monotonic, readText });
  const onLost = keepingTrail((error: Error) => log.warn({ err: error }, 'a connection to the store broke'));
  const store = await openStore(kept, onLost);
  const healthPort = defaultHealthPort(settings.port);
  const tracing = traced ? await tracingTo(log) : NO_TRACING;
  const running = createBot({
    settings,
    sources,
    store,
    budgets,
    access,
    alarms,
    alerts,
    keepDays: kept.keepDays,
    detection: openDetection(detection, now),
    now: Date.now,
    monotonic,
    log,
    tracing,
    drainSeconds,
    healthPort,
    metricsPort,
    lookUp,
  });
  try {
    const started = running.start().then(() => {
      log.info({ sources: sources.map(({ name }) => name) }, 'ready');
    });
    // Whoever stops it does not wait until Slack can be reached, and does not need to hear that it was not.
    await Promise.race([started, askedToStop()]);
    started.catch((error: unknown) => log.debug({ err: error }, 'stopped before it had started'));
    const refused = await Promise.race([running.tokenLost, askedToStop().then(() => null)]);
    // Who starts it anew gives it another token; with the same one it does not start.
    if (refused) throw refused;
    log.info({ signal: stop.signal.reason, drainSeconds }, 'asked to stop');
  } finally {
    await running.stop();
    await Promise.allSettled(sources.map(({ engine }) => engine.close()));
    await store.close();
    await tracing.stop(Math.min(LAST_SPANS, drainSeconds * 1000));
  }
  return 0;
}

async function main(): Promise<number> {
  const config = await loadConfig({ env, readText });
  if (config.slack) return bot(config, config.slack);
  const mistake = noDemo(config, env);
  if (mistake !== null) throw new ConfigError([mistake]);
  return demo();
}

try {
  process.exitCode = await main();
} catch (error) {
  const known = sentences(error);
  stderr.write(`${(known ?? [FAILED, crashText(error)]).join('\n')}\n`);
  process.exitCode = known ? 2 : 1;
}
// What still waits to try again, such as a connection, does not keep a process that has said its last word.
setTimeout(() => process.exit(), LAST_WORD).unref();
