/** The bot as a whole: made of its parts, started, and stopped without losing a question. */
import { setMaxListeners } from 'node:events';
import { observedSource } from '../investigation/observed-source.ts';
import { createDecided } from '../store/decided.ts';
import { KEEP_DAYS } from '../store/keep-days.ts';
import { isSharedStore } from '../store/kind.ts';
import { startPruning } from '../store/pruner.ts';
import { createWatches } from '../store/watches.ts';
import { NO_TRACING } from '../telemetry/span.ts';
import { createTelemetry } from '../telemetry/telemetry.ts';
import { alarmsRoutes } from './alarms/route.ts';
import { createAlertsWatch } from './alerts/watch.ts';
import type { BotParts } from './bot-parts.ts';
import { connectedTo } from './connection/app.ts';
import { calledOverHttp, createTransport } from './connection/choose-transport.ts';
import { nameInAcknowledgements, namingCommand } from './connection/command-name.ts';
import { type Identity, identify } from './connection/identity.ts';
import { onceStarted } from './connection/route.ts';
import { type TokenWatch, watchToken } from './connection/token-watch.ts';
import type { Transport } from './connection/transport.ts';
import { followedFetch } from './health/followed-fetch.ts';
import { measuredFetch } from './health/measured.ts';
import { createMetrics } from './health/metrics.ts';
import { createMetricsServer } from './health/metrics-server.ts';
import { createReadiness } from './health/readiness.ts';
import { healthRoutes, metricsRoute } from './health/routes.ts';
import { LISTENERS } from './listeners.ts';
import { putTogether } from './put-together.ts';
import { isElsewhere } from './questions/alike.ts';
import { heedStops } from './questions/heed-stops.ts';
import { createRunning } from './questions/running.ts';
import { receive } from './receive.ts';
import { wait, within } from './wait.ts';
import { createWatcher } from './watch/watcher.ts';

export interface Started {
  readonly mode: Transport['mode'];
  /** The port that is listened on; null for none. */
  readonly port: number | null;
  /** The one of the metrics alone; null for none. */
  readonly metricsPort: number | null;
  readonly botUserId: string;
}

export interface Bot {
  /** @throws StartError when Slack does not let it in. */
  start(): Promise<Started>;
  /**
   * Takes no new questions, lets running ones end, and closes the connection. Those that do not end are stopped, or left to the other processes where
   * there may be some. Never rejects for a question.
   */
  stop(): Promise<void>;
  /** Resolves when Slack takes the token no more: then it can do nothing but be stopped, and all that is not delivered is left to the next process. */
  readonly tokenLost: TokenWatch['lost'];
}

export type { BotParts } from './bot-parts.ts';
export { defaultHealthPort } from './connection/socket.ts';

/** Questions that are worked on at once: what they read here keeps the process busy, and what is read elsewhere keeps it waiting. */
const AT_ONCE = { here: 4, elsewhere: 16 };
/** A question that is stopped says so in Slack within so many milliseconds. */
const LAST_WORDS = 5000;
/** What has come is written down, or answered at once, within so many milliseconds. */
const TAKING = 2000;
const STOPPED = 'the bot was stopped before it had the answer. Ask again.';

export function createBot(given: BotParts): Bot {
  const parts = { ...given, sources: given.sources.map(observedSource) };
  const { settings, store, now, monotonic, log, drainSeconds, healthPort } = parts;
  const { keepDays = KEEP_DAYS, waitFor = wait } = parts;
  const { atOnce = parts.sources.every(isElsewhere) ? AT_ONCE.elsewhere : AT_ONCE.here } = parts;
  const isShared = isSharedStore(store);
  const ending = new AbortController();
  // Whatever waits listens to it, and Node would take so many for a leak.
  setMaxListeners(0, ending.signal);
  const running = createRunning(atOnce);
  const ready = createReadiness({
    ...{ store, sources: parts.sources, running, now },
    transport: () => transport,
    isTokenLost: () => token.isLost(),
    alerts: () => alerts.health(),
  });
  const metrics = createMetrics({ store, running, lags: () => alerts.lags() });
  const tracing = parts.tracing ?? NO_TRACING;
  const telemetry = createTelemetry({ tracing, log, monotonic, onQuery: metrics.queried });
  const ownPort = parts.metricsPort ?? null;
  const metricsServer = createMetricsServer(ownPort, metrics);
  const isMetricsHere = ownPort === null && !calledOverHttp(settings);
  const routes = [
    ...healthRoutes(ready),
    ...(isMetricsHere ? [metricsRoute(metrics)] : []),
    ...alarmsRoutes(parts, () => desk.work).map((route) => onceStarted(route, () => identified !== null)),
  ];
  const transport: Transport = createTransport({
    ...{ settings, healthPort, routes, log, monotonic, waitFor },
  });
  let identified: Identity | null = null;
  let stopping: Promise<void> | null = null;
  let stopPruning = async () => {};

  const identity = () => identified;
  const { app, client } = connectedTo({
    ...{ settings, receiver: transport.receiver, identity, log },
    call: namingCommand(settings.command, followedFetch(log, monotonic, measuredFetch(metrics, fetch))),
  });
  const token = watchToken({ ask: () => client.auth.test(), log });
  const around = { client, running, identity, metrics, telemetry, token, ending: ending.signal };
  const { desk, notices, ledger } = putTogether(parts, around);
  const { outbox, work, questions, decisions } = desk;
  nameInAcknowledgements(app, settings.command);
  const inHand = receive(app, {
    ...{ store, telemetry, metrics, notices, now, monotonic, log },
    ending: ending.signal,
  });
  for (const listen of LISTENERS) listen(app, desk);
  const watcher = createWatcher(desk, createWatches(store.db), parts.glance);
  const alerts = createAlertsWatch(desk, parts);

  /** What does not end in time. */
  async function endAll(): Promise<void> {
    log.warn({ running: running.count, isShared }, 'questions did not end in time');
    if (isShared || token.isLost()) {
      ending.abort();
      outbox.hurry();
      running.leaveAll();
    } else running.stopAll(STOPPED);
    await running.drained(LAST_WORDS);
  }

  async function stop(): Promise<void> {
    // Where others share the store, they are brought what comes now, or go on with it: nobody is turned away.
    if (isShared) await transport.hangUp();
    else running.close();
    await inHand.settled(TAKING);
    await Promise.all([watcher.stop(), alerts.stop()]);
    log.info({ running: running.count, drainSeconds }, 'stopping');
    if (!(await running.drained(drainSeconds * 1000))) await endAll();
    ending.abort();
    outbox.hurry();
    // It is in the store before that is closed.
    await inHand.settled(LAST_WORDS);
    await work.stop();
    // So is what the rounds have taken that were ended.
    await within(LAST_WORDS, ledger.settled(), null);
    await transport.stop(app);
    metricsServer.stop();
    await stopPruning();
    log.info('stopped');
  }

  return {
    tokenLost: token.lost,
    async start() {
      const metricsPort = await metricsServer.start();
      const port = await transport.listen();
      identified = await identify(client, outbox);
      const { botUserId } = identified;
      await transport.start(app);
      await work.start();
      watcher.start();
      alerts.start();
      if (isShared) {
        const decided = createDecided(store.db);
        void heedStops({ questions, running, decided, decisions, log, ending: ending.signal, waitFor });
      }
      stopPruning = startPruning({
        ...{ db: store.db, keepDays, now },
        onTrouble: (error) => log.error({ err: error }, 'what is old was not forgotten; it is tried again'),
      });
      log.info({ mode: transport.mode, port, metricsPort, botUserId }, 'started');
      return { mode: transport.mode, port, metricsPort, botUserId };
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
