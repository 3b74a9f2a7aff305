/** What stops the packet, as an answer names it. */
import type { Direction } from '../direction.ts';
import { directionOfStep, type NetworkAclStep, type Step } from './step.ts';

export interface PolicyBlocker {
  readonly kind: 'security-group' | 'network-acl' | 'route-table' | 'vpc-bpa';
  /** Null where no single thing is it: one of several groups could each have let the packet through, or it is the account's setting. */
  readonly id: string | null;
  /** A network ACL's rule number; `*` is the denial at its end. */
  readonly rule?: string;
  readonly direction: Direction;
  readonly because: string;
}

/** The rule that denies; undefined where several deny different ports. */
function denyingRule({ ports, rule }: NetworkAclStep): string | undefined {
  const rules = new Set(
    ports.flatMap((part) => (part.outcome === 'deny' && part.rule !== null ? [part.rule] : [])),
  );
  const [only, ...others] = rules;
  return rules.size === 0 ? (rule ?? undefined) : others.length === 0 ? only : undefined;
}

/** Null for a step that does not stop the packet. */
export function blockerOf(step: Step): PolicyBlocker | null {
  if (step.outcome !== 'deny' && step.outcome !== 'partly') return null;
  const { because } = step;
  switch (step.step) {
    case 'outbound-security-groups':
    case 'inbound-security-groups': {
      const [only, ...others] = step.groupIds;
      const id = others.length === 0 ? (only ?? null) : null;
      return { kind: 'security-group', id, direction: directionOfStep(step), because };
    }
    case 'outbound-network-acl':
    case 'inbound-network-acl': {
      const rule = denyingRule(step);
      return {
        kind: 'network-acl',
        id: step.aclId,
        ...(rule === undefined ? {} : { rule }),
        direction: directionOfStep(step),
        because,
      };
    }
    case 'route':
      return { kind: 'route-table', id: step.routeTableId, direction: 'outbound', because };
    case 'block-public-access': {
      const direction = step.opened === 'inside' ? 'outbound' : 'inbound';
      return { kind: 'vpc-bpa', id: null, direction, because };
    }
  }
}
