/** Follows work from what set it off to its end: under one id in the log, and in one trace. */
import type { Observer } from '../query/observer.ts';
import type { Attributes, Span, SpanKind, Tracing } from './span.ts';
import { observerOn, type StepParts } from './steps.ts';
import { currentTrail, onTrail } from './trail.ts';

interface Followed {
  /** Known from then on as its correlation id. */
  readonly id: string;
  /** `question`, `round`: of a few kinds. It is the name of the span. */
  readonly kind: string;
  readonly spanKind?: SpanKind;
  readonly attributes?: Attributes;
}

export interface Telemetry {
  /** @throws what the work throws */
  follow<T>(followed: Followed, work: (span: Span) => Promise<T>): Promise<T>;
  /** Hears of the steps of what is being done just now; undefined where that is not followed. */
  observer(): Observer | undefined;
}

export interface TelemetryParts extends StepParts {
  readonly tracing: Tracing;
}

export function createTelemetry({ tracing, ...parts }: TelemetryParts): Telemetry {
  return {
    async follow({ id, kind, spanKind = 'internal', attributes = {} }, work) {
      const outer = currentTrail();
      const span = (outer?.span ?? tracing).begin({
        name: kind,
        kind: spanKind,
        attributes: { 'flows.correlation_id': id, ...attributes },
      });
      const cause = outer?.correlationId ?? id;
      const trail = { correlationId: id, causedBy: cause === id ? null : cause, kind, span, retries: 0 };
      try {
        const value = await onTrail(trail, () => work(span));
        span.end();
        return value;
      } catch (error) {
        span.end(error instanceof Error ? error.name : 'Error');
        throw error;
      }
    },
    observer() {
      const trail = currentTrail();
      return trail && observerOn(trail, parts);
    },
  };
}
