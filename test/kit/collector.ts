/** A collector of OpenTelemetry's: takes OTLP in JSON over HTTP, and shows what came as a tree. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

type Value = {
  readonly stringValue?: string;
  readonly intValue?: number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
};

interface Attribute {
  readonly key: string;
  readonly value: Value;
}

/** As OTLP's protocol buffers name them in JSON. */
interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number };
}

export interface CollectedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly isError: boolean;
  readonly children: readonly CollectedSpan[];
}

export interface Collector {
  readonly url: string;
  /** Bodies, as they came. */
  readonly bodies: readonly string[];
  readonly headers: readonly Readonly<Record<string, unknown>>[];
  /** Of the resource of what came last. */
  resource(): CollectedSpan['attributes'];
  /** Spans that are in no other. */
  roots(): readonly CollectedSpan[];
}

function plain({ stringValue, intValue, doubleValue, boolValue }: Value) {
  return stringValue ?? intValue ?? doubleValue ?? boolValue;
}

function valuesOf(attributes: readonly Attribute[]): CollectedSpan['attributes'] {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));
}

interface Request {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** @param status with which it answers; null for not at all */
export async function startCollector(status: () => number | null = () => 200): Promise<Collector> {
  const bodies: string[] = [];
  const headers: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    headers.push(request.headers);
    const code = status();
    if (code !== null) response.writeHead(code, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const resources = () => bodies.flatMap((body) => (JSON.parse(body) as Request).resourceSpans);

  function spans(): readonly OtlpSpan[] {
    return resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans: some }) => some));
  }

  function within(all: readonly OtlpSpan[], parent: string | undefined): readonly CollectedSpan[] {
    return all
      .filter(({ parentSpanId }) => (parentSpanId || undefined) === parent)
      .map(({ name, traceId, spanId, attributes, status: { code } }) => ({
        ...{ name, traceId, attributes: valuesOf(attributes), isError: code === 2 },
        children: within(all, spanId),
      }));
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    headers,
    resource: () => valuesOf(resources().at(-1)?.resource.attributes ?? []),
    roots: () => within(spans(), undefined),
  };
}

/** All of that name, however deep. */
export function spansNamed(spans: readonly CollectedSpan[], name: string): readonly CollectedSpan[] {
  return spans.flatMap((span) => [...(span.name === name ? [span] : []), ...spansNamed(span.children, name)]);
}

/** The first that has this name in it. */
export function spanIn(
  span: CollectedSpan | undefined,
  ...path: readonly string[]
): CollectedSpan | undefined {
  return path.reduce((at, name) => at?.children.find((one) => one.name === name), span);
}
