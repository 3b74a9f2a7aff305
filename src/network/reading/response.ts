/** What one call to AWS answered, as the CLI prints it or the SDK returns it, and lists of things in it. */
import type { z } from 'zod';

export interface Response {
  /** What a note calls it: a file's name, or the call's. */
  readonly source: string;
  readonly body: unknown;
}

export interface Reading<T> {
  readonly things: readonly T[];
  /** What could not be read and why, one sentence each. */
  readonly notes: readonly string[];
}

export function valueAt(body: unknown, key: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, key) : undefined;
}

/** The first thing that is wrong, with the path to it: `IpPermissions.0.IpProtocol: …`. */
export function problemIn(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'it has an unknown shape';
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

function nameOf(item: unknown, key: string, at: number, idKey: string): string {
  const id = valueAt(item, idKey);
  return typeof id === 'string' ? id : `${key}[${at}]`;
}

/**
 * The list under `key`. What cannot be read whole is left out whole, so that it counts as not known: half a network ACL would give a
 * wrong answer. `idKey` names the things in notes.
 */
export function readList<T>(
  { source, body }: Response,
  key: string,
  idKey: string,
  thing: z.ZodType<T>,
): Reading<T> {
  const list = valueAt(body, key);
  if (!Array.isArray(list))
    return { things: [], notes: [`${source}: ${key} is not a list, so nothing of it is used.`] };
  const things: T[] = [];
  const notes: string[] = [];
  list.forEach((item, at) => {
    const read = thing.safeParse(item);
    if (read.success) things.push(read.data);
    else notes.push(`${source}: ${nameOf(item, key, at, idKey)} is left out: ${problemIn(read.error)}.`);
  });
  return { things, notes };
}
