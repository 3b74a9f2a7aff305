/** `GET /metrics` on a port of its own, for where the bot's other routes can be reached by everybody. */
import type { Server } from 'node:http';
import { serve } from '../connection/serve.ts';
import { portError } from '../connection/start-error.ts';
import type { Metrics } from './metrics.ts';
import { metricsRoute } from './routes.ts';

export interface MetricsServer {
  /** @returns the port, once it listens; null for none. @throws StartError */
  start(): Promise<number | null>;
  stop(): void;
}

/** @param port 0 for any, null for none */
export function createMetricsServer(port: number | null, metrics: Pick<Metrics, 'render'>): MetricsServer {
  let server: Server | null = null;
  return {
    async start() {
      if (port === null) return null;
      try {
        const serving = await serve(port, [metricsRoute(metrics)]);
        server = serving.server;
        return serving.port;
      } catch (error) {
        throw portError(`serve the metrics on port ${port}`, error, 'METRICS_PORT');
      }
    },
    stop: () => void server?.close(),
  };
}
