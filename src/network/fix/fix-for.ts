/** The proposal for whatever stops a packet. */
import type { Step } from '../evaluate/step.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import type { Fix } from './fix.ts';
import { networkAclFix } from './network-acl-fix.ts';
import { publicAccessFix } from './public-access-fix.ts';
import { routeFix } from './route-fix.ts';
import { securityGroupFix } from './security-group-fix.ts';

/** Null for a step that does not stop its packet, and where nothing narrow enough can be proposed. */
export function fixFor(index: NetworkIndex, step: Step): Fix | null {
  switch (step.step) {
    case 'outbound-security-groups':
    case 'inbound-security-groups':
      return securityGroupFix(index, step);
    case 'outbound-network-acl':
    case 'inbound-network-acl':
      return networkAclFix(index, step);
    case 'route':
      return routeFix(index, step);
    case 'block-public-access':
      return publicAccessFix(step);
  }
}
