/** The JSON in which pipelines wrap records: Firehose, CloudWatch Logs subscriptions, the AWS CLI, Logs Insights, log shippers. */

/** What a JSON value holds, in its order: a line of text, or the reason why an element of it holds none. */
type Unwrapped = { readonly text: string } | { readonly reason: string };

/** Under these names pipelines keep the line as it came: Firehose and most shippers, Splunk and Cribl, OpenTelemetry, Insights, Docker. */
const TEXT_KEYS = ['message', '_raw', 'body', '@message', 'log'] as const;

/** Under these names they keep a list of such objects: subscription payloads, `filter-log-events`, `get-query-results`. */
const LIST_KEYS = ['logEvents', 'events', 'results'] as const;

/** Lists within lists: an array of payloads, each with its events, each a row, is three. */
const DEEPEST = 8;

type JsonObject = { readonly [key: string]: unknown };

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A row of Logs Insights: `[{"field": "@message", "value": "2 …"}, …]`. */
function messageOfRow(value: readonly unknown[]): string | undefined {
  for (const cell of value) {
    if (isObject(cell) && cell['field'] === '@message' && typeof cell['value'] === 'string')
      return cell['value'];
  }
  return undefined;
}

function isZeek(value: JsonObject): boolean {
  return 'id_orig_h' in value || 'id.orig_h' in value;
}

function notHolding(value: JsonObject): string {
  if (isZeek(value)) return 'a Zeek conn entry, not a flow log record';
  const names = Object.keys(value).slice(0, 5).join(', ');
  return `JSON without the text of a record (looked for ${TEXT_KEYS.join(', ')}; found ${names || 'no names'})`;
}

function* linesIn(text: string): Generator<Unwrapped> {
  for (const line of text.split('\n')) if (line.trim() !== '') yield { text: line };
}

function* unwrapObject(value: JsonObject, depth: number): Generator<Unwrapped> {
  // CloudWatch Logs sends one to see whether the destination answers. It has no records.
  if (value['messageType'] === 'CONTROL_MESSAGE') return;
  for (const key of LIST_KEYS) {
    const list = value[key];
    if (Array.isArray(list)) return yield* unwrapArray(list, depth);
  }
  const original = isObject(value['event']) ? value['event']['original'] : undefined;
  for (const text of [...TEXT_KEYS.map((key) => value[key]), original]) {
    if (typeof text === 'string') return yield* linesIn(text);
  }
  yield { reason: notHolding(value) };
}

function* unwrapArray(list: readonly unknown[], depth: number): Generator<Unwrapped> {
  const row = messageOfRow(list);
  if (row !== undefined) return yield* linesIn(row);
  for (const [index, element] of list.entries()) {
    for (const held of unwrapValue(element, depth + 1)) {
      yield 'reason' in held ? { reason: `element ${index + 1}: ${held.reason}` } : held;
    }
  }
}

function* unwrapValue(value: unknown, depth = 0): Generator<Unwrapped> {
  if (depth > DEEPEST) yield { reason: 'JSON that is nested deeper than any pipeline writes it' };
  else if (Array.isArray(value)) yield* unwrapArray(value, depth);
  else if (isObject(value)) yield* unwrapObject(value, depth);
  else if (typeof value === 'string') yield* linesIn(value);
  else yield { reason: `JSON without the text of a record (found ${JSON.stringify(value)})` };
}

/** The lines of text in a JSON value; one reason when it is not JSON or holds none. */
export function unwrapJson(text: string): readonly Unwrapped[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [{ reason: 'begins like JSON and is not (cut off, or not closed)' }];
  }
  return [...unwrapValue(value)];
}
