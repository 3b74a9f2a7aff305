/** Excludes one subnet from VPC Block Public Access. */
import type { BlockPublicAccessStep } from '../evaluate/step.ts';
import { ec2Command } from './command.ts';
import type { Fix } from './fix.ts';

/** Null where the step does not deny, or the subnet is not known. */
export function publicAccessFix({ outcome, subnetId, mode, opened }: BlockPublicAccessStep): Fix | null {
  if (outcome !== 'deny' || subnetId === null) return null;
  // An egress-only exclusion counts in the bidirectional mode only.
  const outOnly = opened === 'inside' && mode === 'block-bidirectional';
  return {
    command: ec2Command('create-vpc-block-public-access-exclusion', [
      ['subnet-id', subnetId],
      ['internet-gateway-exclusion-mode', outOnly ? 'allow-egress' : 'allow-bidirectional'],
    ]),
    effect: `lets traffic ${outOnly ? 'to' : 'to and from'} the internet through for ${subnetId}`,
    caution: 'The setting was made for the whole account, so ask who made it.',
  };
}
