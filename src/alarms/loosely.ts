/** What AWS leaves out, sets to null, or gives another form than its documents say costs that part of a message alone, never the whole of it. */
import { z } from 'zod';

/** Undefined where it is not what it should be. */
export function loosely<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

/** An object of such parts, of which each may be missing. */
export function partsOf<T extends z.ZodRawShape>(shape: T) {
  const parts = Object.fromEntries(
    Object.entries(shape).map(([name, part]) => [name, loosely(part as z.ZodType)]),
  );
  // TypeScript forgets which name has which part where entries are made into an object again.
  return z.object(parts as unknown as { [K in keyof T]: ReturnType<typeof loosely<T[K] & z.ZodType>> });
}
