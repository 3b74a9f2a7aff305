/** The fields without which answers are wrong, and those that tell most beside AWS's default format (VPC User Guide, "Flow log records"). */
import { FIELDS, type FieldDefinition, type FieldKey } from '../../record/fields.ts';

/**
 * What every verb takes for granted: who spoke with whom by what, where it was seen and when, what became of it, and how much it was. Without
 * addresses or the action `talk` finds no traffic, without times `reject` finds nothing rejected, without packets `top` finds no traffic, without
 * ports and the protocol no service has a name, and without interfaces no rule has one.
 */
const BASIC: readonly FieldKey[] = [
  ...(['interfaceId', 'srcAddr', 'dstAddr', 'srcPort', 'dstPort', 'protocol'] as const),
  ...(['packets', 'bytes', 'start', 'end', 'action'] as const),
];

/** Without them it is not known at which packet a connection began, and where a packet was NATed. */
const WANTED: readonly FieldKey[] = ['tcpFlags', 'pktSrcAddr', 'pktDstAddr', 'flowDirection'];

/** Ends the sentence that names the basic fields which are not there. */
export const ANSWERS_WRONG = 'questions are answered wrongly or not at all';

function lacking(keys: readonly FieldKey[], has: (key: FieldKey) => boolean): readonly FieldDefinition[] {
  return keys.filter((key) => !has(key)).map((key) => FIELDS[key]);
}

/** @returns the definitions of those that are not there, and without which answers are wrong */
export function lackingBasics(has: (key: FieldKey) => boolean): readonly FieldDefinition[] {
  return lacking(BASIC, has);
}

/** @returns the definitions of those that are not there, and without which less is told apart */
export function lackingFields(has: (key: FieldKey) => boolean): readonly FieldDefinition[] {
  return lacking(WANTED, has);
}
