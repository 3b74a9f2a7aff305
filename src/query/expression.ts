/** What a query can look at in a record: a field, the first present of several fields, or a field's time slot. */
import type { FieldKey } from '../record/fields.ts';
import type { FieldValue } from '../record/record.ts';

declare const VALUE: unique symbol;

/** An expression whose value is `V`, or null where the record has none. */
export type Expression<V = unknown> = (
  | { readonly kind: 'field'; readonly field: FieldKey }
  | { readonly kind: 'first-of'; readonly fields: readonly [FieldKey, FieldKey] }
  | { readonly kind: 'slot'; readonly field: 'start' | 'end'; readonly seconds: number }
) & { readonly [VALUE]?: V };

export function field<K extends FieldKey>(key: K): Expression<FieldValue<K> | null> {
  return { kind: 'field', field: key };
}

/** The value of `first`, or of `second` where the record lacks the first or has `-` for it. */
export function firstOf<A extends FieldKey, B extends FieldKey>(
  first: A,
  second: B,
): Expression<FieldValue<A> | FieldValue<B> | null> {
  return { kind: 'first-of', fields: [first, second] };
}

/** Who sent the packet: the packet-level address where the flow log has it, else the interface-level one. */
export const SOURCE = firstOf('pktSrcAddr', 'srcAddr');
/** Whom the packet was for: the packet-level address where the flow log has it, else the interface-level one. */
export const DESTINATION = firstOf('pktDstAddr', 'dstAddr');

/** The start of the time slot, `seconds` wide and counted from the epoch, that a record's start or end falls into. */
export function slot(of: 'start' | 'end', seconds: number): Expression<number | null> {
  return { kind: 'slot', field: of, seconds };
}
