/**
 * The names that a query gives to what it parses and computes. An alias that is already the name of a field, discovered or not, makes the
 * whole query malformed ("Ephemeral field is already defined"), and a filter on a parsed field with a discovered field's name has been seen
 * to lose records; so every name here has a prefix that no discovered field of a flow log has. Letters and digits only: others need backticks.
 */
import type { FieldKey } from '../../record/fields.ts';

function capital(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

/** A field as recorded, with `-` where it has no value: `rSrcAddr`. */
export function recordedName(key: FieldKey): string {
  return `r${capital(key)}`;
}

/** A field's value, absent where the record has none: `vSrcPort`. */
export function valueName(key: FieldKey): string {
  return `v${capital(key)}`;
}

/** A field as lines of one of several formats have it: `f2SrcAddr`. Formats are counted from 1. */
export function formatName(key: FieldKey, format: number): string {
  return `f${format}${capital(key)}`;
}

/** The first present of two fields: `rPktSrcAddrOrSrcAddr`, or `v…` where it is absent without either. */
export function firstOfName([first, second]: readonly [FieldKey, FieldKey], prefix: 'r' | 'v'): string {
  return `${prefix}${capital(first)}Or${capital(second)}`;
}

/** A time slot: `sStart900`. */
export function slotName(key: 'start' | 'end', seconds: number): string {
  return `s${capital(key)}${seconds}`;
}

/** A name for each measure: `mPackets`; numbered where the query's own name has other characters than letters and digits. */
export function measureNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name, index) => {
      const plain = `m${capital(name)}`;
      const alias = /^[A-Za-z][A-Za-z0-9]*$/.test(name) && !taken.has(plain) ? plain : `m${index}`;
      taken.add(alias);
      return [name, alias];
    }),
  );
}
