/** Where addresses lie: in which subnets and VPCs, and which network ACL and route table apply there. */
import { isPrivateAddress } from '../../record/address.ts';
import { addressNumber, blockContains } from '../block.ts';
import type { NetworkAcl } from '../network-acl.ts';
import type { RouteTable } from '../route-table.ts';
import type { Subnet } from '../subnet.ts';
import type { Vpc } from '../vpc.ts';
import { privateHoldersOf } from './address-holder.ts';
import type { NetworkIndex } from './index-network.ts';
import type { NotKnown } from './not-known.ts';

/** The subnets whose blocks hold an address, the smallest block first; several where VPCs overlap. */
export function subnetsAround(index: NetworkIndex, address: string): readonly Subnet[] {
  const number = addressNumber(address);
  return number ? index.subnetsAround(number) : [];
}

export function vpcsAround(index: NetworkIndex, address: string): readonly Vpc[] {
  const number = addressNumber(address);
  return number ? [...new Set(index.vpcsAround(number))] : [];
}

/**
 * Whether an address lies in a VPC. Undefined where the VPC's blocks were not read, unless one of its subnets is seen to hold the address.
 */
export function isInVpc(index: NetworkIndex, address: string, vpcId: string): boolean | undefined {
  const number = addressNumber(address);
  if (!number) return false;
  const vpc = index.vpcs.get(vpcId);
  if (vpc) return vpc.blocks.some((block) => blockContains(block, number));
  return subnetsAround(index, address).some((subnet) => subnet.vpcId === vpcId) ? true : undefined;
}

/** Whether an address is of the internet: not a private one, in no VPC that is known, and no interface's own. */
export function isOfInternet(index: NetworkIndex, address: string): boolean {
  return (
    !isPrivateAddress(address) &&
    privateHoldersOf(index, address).length === 0 &&
    vpcsAround(index, address).length === 0 &&
    subnetsAround(index, address).length === 0
  );
}

export function networkAclOf(index: NetworkIndex, subnetId: string): NetworkAcl | NotKnown {
  const acl = index.aclsBySubnet.get(subnetId);
  if (acl) return acl;
  return {
    notKnown: index.network.networkAcls
      ? `no network ACL in the configuration is associated with ${subnetId}, though every subnet has one`
      : 'the network ACLs were not read',
  };
}

/** The table that a subnet is associated with or, without one, its VPC's main table (VPC User Guide, "Subnet route tables"). */
export function routeTableOf(index: NetworkIndex, subnetId: string): RouteTable | NotKnown {
  const own = index.tablesBySubnet.get(subnetId);
  if (own) return own;
  if (!index.network.routeTables) return { notKnown: 'the route tables were not read' };
  const vpcId = index.subnets.get(subnetId)?.vpcId ?? vpcByInterfaces(index, subnetId);
  const main = vpcId === undefined ? undefined : index.mainTables.get(vpcId);
  if (main) return main;
  return {
    notKnown: `no route table in the configuration is associated with ${subnetId}, and the main table of its VPC is not in it`,
  };
}

function vpcByInterfaces(index: NetworkIndex, subnetId: string): string | undefined {
  return index.network.networkInterfaces?.find((of) => of.subnetId === subnetId)?.vpcId ?? undefined;
}
