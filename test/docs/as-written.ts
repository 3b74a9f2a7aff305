/** A setting's value as people write it in the configuration: amounts and times with a unit. */
import { ByteCount, Seconds } from '../../src/config-amounts.ts';
import type { Node } from './settings.ts';

const UNITS: ReadonlyMap<string | undefined, readonly (readonly [string, number])[]> = new Map([
  [
    ByteCount.meta()?.title,
    [
      [' TB', 1e12],
      [' GB', 1e9],
      [' MB', 1e6],
    ],
  ],
  [
    Seconds.meta()?.title,
    [
      ['d', 86_400],
      ['h', 3600],
      ['m', 60],
    ],
  ],
]);

/** In the largest unit of which it is a whole number. */
function withUnit(value: number, title: string | undefined): string | number {
  const [unit, size] = UNITS.get(title)?.find(([, of]) => value % of === 0) ?? [];
  return size === undefined ? value : `${value / size}${unit}`;
}

/** @param node the JSON Schema of the setting */
export function asWritten(value: unknown, node: Node): unknown {
  if (typeof value === 'number') return withUnit(value, node.title);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries: readonly [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, part]) => {
      const own = node.properties?.[name];
      return [name, typeof own === 'object' ? asWritten(part, own) : part];
    }),
  );
}
