/** One lookup asked of EC2: in as many calls as its filter needs, each with all its pages, and what of it was found, value by value. */
import { type AwsFailure, awsFailure, failureText } from '../aws-failure.ts';
import type { Asking, Ec2Api, Input, Operation } from './ec2-api.ts';
import type { Kind, Kinds, Lookup } from './lookup.ts';

/** What was found for one value of a lookup. */
export interface Part<T> {
  readonly things: readonly T[];
  /** What of the answer could not be used. */
  readonly notes: readonly string[];
  /** There was more of it than is read. */
  readonly isCut: boolean;
  /** When it was asked for, seconds since the epoch. */
  readonly readAt: number;
}

export interface Failed {
  readonly operation: Operation;
  readonly failure: AwsFailure;
  /** What the service or the SDK said. */
  readonly text: string;
}

export type Outcome<K extends Kind> = ReadonlyMap<string, Part<Kinds[K]>> | Failed;

/** The most values that a filter takes (EC2 API Reference, "Filter"). */
const MOST_VALUES = 200;

export function isFailed<K extends Kind>(outcome: Outcome<K>): outcome is Failed {
  return 'failure' in outcome;
}

/** As many values in each as one call can take. */
export function batchesOf<K extends Kind>(
  { filter, patternsOf }: Lookup<K>,
  values: readonly string[],
): readonly (readonly string[])[] {
  if (filter === null) return values.map((value) => [value]);
  const batches: string[][] = [];
  let patterns = MOST_VALUES;
  for (const value of values) {
    const more = patternsOf(value).length;
    if (patterns + more > MOST_VALUES) {
      batches.push([]);
      patterns = 0;
    }
    patterns += more;
    batches.at(-1)?.push(value);
  }
  return batches;
}

function inputOf<K extends Kind>(lookup: Lookup<K>, values: readonly string[]): Input {
  const { filter, patternsOf, also, pageSize } = lookup;
  const size = pageSize === undefined ? {} : { pageSize };
  if (filter !== null)
    return { filters: [{ name: filter, values: values.flatMap(patternsOf) }, ...also], ...size };
  const [prefixListId = ''] = values;
  return { filters: [], prefixListId, ...size };
}

/** What is no longer there, where EC2 says so instead of leaving it out: it names the ids in its message. */
function goneAmong(values: readonly string[], error: unknown): readonly string[] {
  if (!(error instanceof Error) || !error.name.endsWith('.NotFound')) return [];
  const named = new Set(error.message.split(/[^\w-]+/));
  return values.filter((value) => named.has(value));
}

/** Never rejects. @param readAt when it is asked, seconds since the epoch */
export async function askLookup<K extends Kind>(
  api: Ec2Api,
  lookup: Lookup<K>,
  values: readonly string[],
  asking: Asking,
  readAt: number,
): Promise<Outcome<K>> {
  const { operation, read, isOf } = lookup;
  if (values.length === 0) return new Map();
  try {
    const { body, isCut } = await api.ask(operation, inputOf(lookup, values), asking);
    const { things, notes } = read({ source: operation, body }, values);
    return new Map(
      values.map((value) => [
        value,
        { things: things.filter((thing) => isOf(thing, value)), notes, isCut, readAt },
      ]),
    );
  } catch (error) {
    const failed = { operation, failure: awsFailure(error), text: failureText(error) };
    const gone = goneAmong(values, error);
    if (gone.length === 0) return failed;
    const rest = await askLookup(
      api,
      lookup,
      values.filter((value) => !gone.includes(value)),
      asking,
      readAt,
    );
    const none = { things: [], notes: [], isCut: false, readAt };
    return isFailed(rest) ? rest : new Map([...rest, ...gone.map((value) => [value, none] as const)]);
  }
}
