/** What may stand at a setting, in words, and values as they are written there. */
import { stringify } from 'yaml';
import { isNode, type Node } from './settings.ts';

/** `{team: payments}`, `[/vpc/flow]`, `50 GB` */
export function written(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim();
}

function choices(values: readonly unknown[]): string {
  return `one of ${values.map((value) => `\`${String(value)}\``).join(', ')}`;
}

function listWords({ items }: Node): string {
  return isNode(items) && items.type !== 'object' && items.oneOf === undefined
    ? `a list, of each: ${inWords(items)}`
    : 'a list of groups of settings';
}

export function inWords(node: Node): string {
  const { title, type, enum: values, const: only, anyOf } = node;
  if (anyOf) return anyOf.map((one) => (one.type === 'null' ? '`null`' : inWords(one))).join(', or ');
  if (title) return title;
  if (only !== undefined) return `\`${String(only)}\``;
  if (values) return choices(values);
  if (type === 'array') return listWords(node);
  if (type === 'object') return node.properties ? 'a group of settings' : 'names with a text each';
  if (type === 'integer')
    return `a whole number${node.minimum === undefined ? '' : `, ${node.minimum} or more`}`;
  return type === 'number' ? 'a number' : 'a text';
}
