/**
 * Which kind of flow log a query is about. Records of a transit gateway describe the same packets as those of network interfaces, at another
 * place: counted together they would be counted twice.
 */
import type { FieldKey } from '../record/fields.ts';
import { all, any, not, type Predicate, present } from './predicate.ts';

export type RecordKind = 'transit-gateway';

/** Every record of a transit gateway has both, where its format has them; no other record has either (Transit Gateway guide, "Available fields"). */
const OWN_FIELDS = ['tgwId', 'tgwResourceType'] as const satisfies readonly FieldKey[];

/** Whether records that have only some fields may be a transit gateway's. */
export function mayBeTransitGateway(has: (key: FieldKey) => boolean): boolean {
  return OWN_FIELDS.some(has);
}

/** The records of a kind; absent: those of network interfaces. */
export function isOfKind(of: RecordKind | undefined): Predicate {
  const own = OWN_FIELDS.map(present);
  return of === 'transit-gateway' ? any(...own) : all(...own.map(not));
}
