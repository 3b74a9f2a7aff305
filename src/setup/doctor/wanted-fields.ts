/** The fields that tell most beside those of AWS's default format (VPC User Guide, "Flow log records"). */
import { FIELDS, type FieldDefinition, type FieldKey } from '../../record/fields.ts';

/** Without them it is not known at which packet a connection began, and where a packet was NATed. */
const WANTED: readonly FieldKey[] = ['tcpFlags', 'pktSrcAddr', 'pktDstAddr', 'flowDirection'];

/** @returns the definitions of those that are not there */
export function lackingFields(has: (key: FieldKey) => boolean): readonly FieldDefinition[] {
  return WANTED.filter((key) => !has(key)).map((key) => FIELDS[key]);
}
