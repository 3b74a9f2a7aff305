/**
 * What orchestrators and load balancers ask: `GET /healthz`, whether the process is alive, and `GET /readyz`, whether it can do its work; and
 * `GET /metrics`, for Prometheus.
 */
import type { ServerResponse } from 'node:http';
import type { Route } from '../connection/route.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

function answer(response: ServerResponse, told: { readonly ok: boolean }): void {
  response.writeHead(told.ok ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(told));
}

/** @param ready never rejects */
export function healthRoutes(ready: () => Promise<Readiness>): readonly Route[] {
  return [
    // Whoever answers is alive: what is broken elsewhere is not mended by starting the process anew.
    { method: 'GET', path: '/healthz', handle: (_, response) => answer(response, { ok: true }) },
    {
      method: 'GET',
      path: '/readyz',
      handle: (_, response) => void ready().then((readiness) => answer(response, readiness)),
    },
  ];
}

export function metricsRoute({ render }: Pick<Metrics, 'render'>): Route {
  return {
    ...{ method: 'GET', path: '/metrics' },
    handle: (_, response) =>
      void render().then(({ contentType, text }) => {
        response.writeHead(200, { 'content-type': contentType });
        response.end(text);
      }),
  };
}
