/** The settings of the configuration, one after the other, with the path of each. */
import type { z } from 'zod';

export type Node = z.core.JSONSchema.BaseSchema;

export interface Setting {
  /** `alerts.routes[].channel` */
  readonly path: string;
  readonly node: Node;
  readonly isRequired: boolean;
}

/** Described on a page of its own. */
const DETECTORS = 'detection.detectors';

export function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

/** The shapes that an entry of a list can have, where it has several. */
export function kindsOf({ items }: Node): readonly Node[] {
  return isNode(items) ? (items.oneOf ?? []) : [];
}

/** Below a group, or below each entry of a list of groups that have one shape. */
export function settingsBelow(path: string, node: Node): readonly Setting[] {
  if (path === DETECTORS) return [];
  if (isNode(node.items)) return settingsBelow(`${path}[]`, node.items);
  return Object.entries(node.properties ?? {}).flatMap(([name, own]) =>
    isNode(own)
      ? [
          { path: `${path}.${name}`, node: own, isRequired: node.required?.includes(name) === true },
          ...settingsBelow(`${path}.${name}`, own),
        ]
      : [],
  );
}

/** Those at the top, by their names. */
export function topSettings({ properties }: Node): readonly (readonly [string, Node])[] {
  return Object.entries(properties ?? {}).flatMap(([name, node]) =>
    isNode(node) ? [[name, node] as const] : [],
  );
}

export function everySetting(root: Node): readonly Setting[] {
  return topSettings(root).flatMap(([name, node]) => [
    { path: name, node, isRequired: false },
    ...kindsOf(node).flatMap((kind) => settingsBelow(`${name}[]`, kind)),
    ...settingsBelow(name, node),
  ]);
}
