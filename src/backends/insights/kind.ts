/**
 * Of the formats that are written to log groups, those whose lines a query is about: transit gateways and network interfaces may write to one
 * log group, and a line's format says which it is.
 */
import type { FlowQuery } from '../../query/flow-query.ts';
import { all } from '../../query/predicate.ts';
import { isOfKind, mayBeTransitGateway } from '../../query/record-kind.ts';
import type { FieldKey } from '../../record/fields.ts';
import type { RecordFormat } from '../../record/format.ts';

function has({ fields }: RecordFormat): (key: FieldKey) => boolean {
  return (wanted) => fields.some(({ key }) => key === wanted);
}

/** A transit gateway's format has no field of a network interface's own. */
function mayBeInterface(format: RecordFormat): boolean {
  return !mayBeTransitGateway(has(format)) || (['interfaceId', 'action'] as const).some(has(format));
}

/** @returns the formats to parse, none where the query can match nothing, and the query with the kind as a condition where a format leaves it open */
export function linesOfKind(
  query: FlowQuery<unknown>,
  formats: readonly RecordFormat[],
): { readonly formats: readonly RecordFormat[]; readonly query: FlowQuery<unknown> } {
  const isGateway = query.of === 'transit-gateway';
  const own = formats.filter((format) =>
    isGateway ? mayBeTransitGateway(has(format)) : mayBeInterface(format),
  );
  const isOpen = own.some((format) => mayBeTransitGateway(has(format)) && mayBeInterface(format));
  return {
    formats: own,
    query: isOpen ? { ...query, where: all(isOfKind(query.of), query.where) } : query,
  };
}
