/** VPC Block Public Access, for packets that pass an internet gateway (VPC User Guide, "Block public access to VPCs and subnets"). */
import type { BlockMode } from '../block-public-access.ts';
import type { NetworkIndex } from '../find/index-network.ts';
import type { Packet } from './packet.ts';
import type { BlockPublicAccessStep } from './step.ts';

export interface PublicAccessQuestion {
  readonly packet: Packet;
  /** The subnet that the gateway's packets come from or go to: of a NAT gateway, its own. */
  readonly subnetId: string | null;
  readonly vpcId: string | null;
  /** Who opened the exchange. */
  readonly opened: 'inside' | 'outside';
  /** Through a NAT gateway or an egress-only internet gateway, which let nothing be opened from outside. */
  readonly egressOnly: boolean;
}

type Mode = 'allow-bidirectional' | 'allow-egress';

/** What the subnet states of itself goes before the account's setting, from which it may be excluded. */
function modeAt(index: NetworkIndex, subnetId: string | null): BlockMode | null {
  const stated = subnetId === null ? null : index.subnets.get(subnetId)?.blockMode;
  return stated ?? index.network.blockMode;
}

/** The exclusion of the subnet or its VPC that allows the most. */
function exclusionOf(
  index: NetworkIndex,
  { subnetId, vpcId }: PublicAccessQuestion,
): { id: string; mode: Mode } | undefined {
  const own = (index.network.blockExclusions ?? []).filter(
    ({ resourceId }) => resourceId === subnetId || resourceId === vpcId,
  );
  return own.find(({ mode }) => mode === 'allow-bidirectional') ?? own[0];
}

function judge(
  index: NetworkIndex,
  mode: BlockMode | null,
  question: PublicAccessQuestion,
): Pick<BlockPublicAccessStep, 'outcome' | 'because'> {
  if (mode === null)
    return { outcome: 'unknown', because: 'whether VPC Block Public Access is on was not read' };
  if (mode === 'off') return { outcome: 'allow', because: 'VPC Block Public Access is off' };
  const { opened, egressOnly } = question;
  if (mode === 'block-ingress' && opened === 'inside' && egressOnly)
    return {
      outcome: 'allow',
      because: `VPC Block Public Access (${mode}) lets NAT and egress-only internet gateways through`,
    };
  const exclusion = exclusionOf(index, question);
  if (exclusion?.mode === 'allow-bidirectional')
    return { outcome: 'allow', because: `the exclusion ${exclusion.id} allows ${exclusion.mode}` };
  // An egress-only exclusion counts in the bidirectional mode only.
  if (exclusion && mode === 'block-bidirectional' && opened === 'inside')
    return { outcome: 'allow', because: `the exclusion ${exclusion.id} allows what is opened from inside` };
  if (!exclusion && index.network.blockExclusions === null) {
    return {
      outcome: 'unknown',
      because: `VPC Block Public Access is on (${mode}), and whether this subnet is excluded was not read`,
    };
  }
  return {
    outcome: 'deny',
    because: `VPC Block Public Access is on (${mode}), and no exclusion lets this subnet’s traffic through`,
  };
}

export function evaluatePublicAccess(
  index: NetworkIndex,
  question: PublicAccessQuestion,
): BlockPublicAccessStep {
  const { packet, subnetId, vpcId, opened } = question;
  const mode = modeAt(index, subnetId);
  const judged = judge(index, mode, question);
  return { step: 'block-public-access', packet, mode, subnetId, vpcId, opened, ...judged };
}
