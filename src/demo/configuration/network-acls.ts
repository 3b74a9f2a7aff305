/** The demo network's network ACLs: all open, but for one of the planted faults. */
import type { NetworkAcl, NetworkAclEntry } from '../../network/network-acl.ts';
import type { Traffic } from '../../network/traffic.ts';
import type { Cidr } from '../../record/address.ts';
import { resourceId, SUBNETS, VPC_CIDR, VPC_ID } from '../topology.ts';
import { ALL, ANYWHERE, block, PING, tcp } from './traffic.ts';

function entry(number: number, action: 'allow' | 'deny', traffic: Traffic, to: Cidr): NetworkAclEntry {
  return { number, action, block: to, ...traffic };
}

const DENIED_AT_THE_END = entry(32_767, 'deny', ALL, ANYWHERE);
const OPEN = [entry(100, 'allow', ALL, ANYWHERE), DENIED_AT_THE_END];

/** The databases' ACL in zone a lists whom replies may go to. Rule 90, for app-a, is gone: that is the first of the planted faults. */
function dataAcl(): NetworkAcl {
  const replies = tcp(1024, 65_535);
  return {
    id: resourceId('acl', 'data-a'),
    name: 'data-a',
    vpcId: VPC_ID,
    isDefault: false,
    subnetIds: [SUBNETS.dataA.id],
    inbound: [entry(100, 'allow', ALL, block(VPC_CIDR)), DENIED_AT_THE_END],
    outbound: [
      entry(100, 'allow', replies, block(SUBNETS.appB.cidr)),
      entry(110, 'allow', replies, block(SUBNETS.dataB.cidr)),
      entry(120, 'allow', replies, block(SUBNETS.publicB.cidr)),
      entry(130, 'allow', PING, block(VPC_CIDR)),
      DENIED_AT_THE_END,
    ],
  };
}

export function networkAcls(): readonly NetworkAcl[] {
  const others = Object.values(SUBNETS).filter((subnet) => subnet !== SUBNETS.dataA);
  const open: NetworkAcl = {
    id: resourceId('acl', 'default'),
    name: null,
    vpcId: VPC_ID,
    isDefault: true,
    subnetIds: others.map(({ id }) => id),
    inbound: OPEN,
    outbound: OPEN,
  };
  return [dataAcl(), open];
}
