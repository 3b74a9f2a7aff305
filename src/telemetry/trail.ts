/**
 * What is being done and for what, known wherever it goes on: so that each line of the log and each call of Slack can be found by the one id of what
 * set it off. Only the edges look at it; what is pure is handed an observer.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from './span.ts';

export interface Trail {
  /** Of what set it off: a question's id, which is that of Slack's delivery, an alarm's, or a round's of the watcher. */
  readonly correlationId: string;
  /** The correlation id of what this began in, where that was something else. */
  readonly causedBy: string | null;
  /** `question`, `share`, `round`: of a few kinds. */
  readonly kind: string;
  readonly span: Span;
  /** How often what is being done was tried before. */
  readonly retries: number;
}

const trails = new AsyncLocalStorage<Trail>();

export function currentTrail(): Trail | undefined {
  return trails.getStore();
}

export function onTrail<T>(trail: Trail, work: () => T): T {
  return trails.run(trail, work);
}

/** The same work, on the trail on which it was handed in, or on none: queues begin it on whatever ended just then, and sockets on what opened them. */
export function keepingTrail<A extends readonly unknown[], T>(work: (...args: A) => T): (...args: A) => T {
  return AsyncLocalStorage.bind(work);
}

/** The work as it is tried for the nth time after the first. */
export function retrying<T>(retries: number, work: () => T): T {
  const trail = trails.getStore();
  return trail ? trails.run({ ...trail, retries }, work) : work();
}

/** What a line of the log says of where it belongs. The names of the last two are OpenTelemetry's for logs that are not its own. */
export function trailFields(): object {
  const trail = trails.getStore();
  if (!trail) return {};
  const { correlationId, causedBy, span } = trail;
  return {
    correlationId,
    ...(causedBy === null ? {} : { causedBy }),
    ...(span.ids ? { trace_id: span.ids.traceId, span_id: span.ids.spanId } : {}),
  };
}
