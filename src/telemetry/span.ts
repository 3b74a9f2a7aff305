/** What is traced, as the rest of the bot knows it: spans in spans. Where nothing is traced, they are nothing and cost nothing. */

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** As OpenTelemetry distinguishes them: who calls somebody else, who takes a message, and everything in between. */
export type SpanKind = 'client' | 'consumer' | 'internal';

export interface SpanStart {
  /** Of a kind of thing: there are only so many names. */
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
}

export interface Span {
  /** As the collector knows it; null where it is not traced. */
  readonly ids: { readonly traceId: string; readonly spanId: string } | null;
  /** A span within this one, which may end after it. */
  begin(start: SpanStart): Span;
  set(attributes: Attributes): void;
  /** Once. @param failure the kind of error that it ended with, such as a code: no text */
  end(failure?: string): void;
}

export interface Tracing {
  /** A span that is within no other. */
  begin(start: SpanStart): Span;
  /** Sends what is not sent yet, for so many milliseconds at most. Never rejects. */
  stop(milliseconds: number): Promise<void>;
}

const NO_SPAN: Span = {
  ids: null,
  begin: () => NO_SPAN,
  set: () => undefined,
  end: () => undefined,
};

export const NO_TRACING: Tracing = { begin: () => NO_SPAN, stop: async () => undefined };
