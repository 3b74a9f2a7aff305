/**
 * Traces by OpenTelemetry's SDK, sent to a collector as OTLP over HTTP. Loaded only where the environment names a collector.
 *
 * The SDK reads its own variables from the process's environment, as its specification says ("Environment Variable Specification"): where to send,
 * with which headers and how long to wait (`OTEL_EXPORTER_OTLP_…`), what is sampled (`OTEL_TRACES_SAMPLER…`), as whom (`OTEL_SERVICE_NAME`,
 * `OTEL_RESOURCE_ATTRIBUTES`).
 */
import {
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { Span, SpanStart, Tracing } from './span.ts';

const KINDS = { client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL };

/** Given up by whoever asked: nothing is wrong. */
const NO_ERROR: ReadonlySet<string> = new Set(['cancelled']);

function spanOf(tracer: Tracer, span: OtelSpan): Span {
  const { traceId, spanId } = span.spanContext();
  return {
    ids: { traceId, spanId },
    begin: (start) => begun(tracer, start, span),
    set: (attributes) => void span.setAttributes(attributes),
    end(failure) {
      if (failure !== undefined) span.setAttribute('error.type', failure);
      if (failure !== undefined && !NO_ERROR.has(failure)) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

function begun(tracer: Tracer, { name, kind, attributes }: SpanStart, parent?: OtelSpan): Span {
  const context = parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
  return spanOf(
    tracer,
    tracer.startSpan(name, { kind: KINDS[kind], attributes: { ...attributes } }, context),
  );
}

interface Told {
  /** How it stands now; null where spans arrive. */
  change(failure: Error | null): void;
}

function toldOnce(onChange: (failure: Error | null) => void): Told {
  let isAway = false;
  return {
    change(failure) {
      if (isAway !== (failure !== null)) onChange(failure);
      isAway = failure !== null;
    },
  };
}

/**
 * What cannot be sent is dropped: a collector that is away costs the bot nothing but its traces. It is said when it begins and when it is over, not
 * each time; and not by the SDK, which would write to the console what the collector answered.
 */
function quiet(exporter: SpanExporter, told: Told): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans, ({ code, error }) => {
        told.change(code === 0 ? null : (error ?? new Error('the collector did not take them')));
        done({ code: 0 });
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

/** @param onChange hears once that nothing arrives at the collector, and with null that it does again */
export function openTracing(onChange: (failure: Error | null) => void): Tracing {
  const told = toldOnce(onChange);
  const named = resourceFromAttributes({ 'service.name': 'flows' });
  const provider = new NodeTracerProvider({
    // Named by the environment, it is called so.
    resource: named.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(quiet(new OTLPTraceExporter(), told))],
  });
  const tracer = provider.getTracer('flows');
  return {
    begin: (start) => begun(tracer, start),
    async stop(milliseconds) {
      const late = new Promise<'late'>((resolve) => void setTimeout(resolve, milliseconds, 'late').unref());
      // What is not sent by then is lost, and nothing else.
      const sent = await Promise.race([provider.shutdown().catch(() => undefined), late]);
      if (sent === 'late') told.change(new Error(`the last were not taken within ${milliseconds} ms`));
    },
  };
}
