/** Tells of each call of Slack in the trace and the log of what it is made for. */
import type { Logger } from 'pino';
import { currentTrail } from '../../telemetry/trail.ts';
import { methodOf } from './measured.ts';

/** @param call made as it is */
export function followedFetch(log: Logger, monotonic: () => number, call: typeof fetch): typeof fetch {
  return async (input, init) => {
    const trail = currentTrail();
    const url = input instanceof Request ? input.url : String(input);
    const method = methodOf(url);
    const retries = trail?.retries ?? 0;
    const began = monotonic();
    const span = trail?.span.begin({
      name: `slack ${method}`,
      kind: 'client',
      attributes: {
        'http.request.method': 'POST',
        'server.address': new URL(url).hostname,
        'http.request.resend_count': retries,
      },
    });
    const tell = (status: number | null) =>
      log.debug(
        { method, status, retries, milliseconds: Math.round(monotonic() - began) },
        'Slack was called',
      );
    try {
      const response = await call(input, init);
      span?.set({ 'http.response.status_code': response.status });
      span?.end(response.ok ? undefined : String(response.status));
      tell(response.status);
      return response;
    } catch (error) {
      span?.end(error instanceof Error ? error.name : 'Error');
      tell(null);
      throw error;
    }
  };
}
