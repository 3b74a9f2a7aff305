/** The demo network's interfaces, one for each of its hosts. */
import type { NetworkInterface } from '../../network/network-interface.ts';
import { HOSTS, type Host, VPC_ID } from '../topology.ts';
import { GROUP_OF, groupId } from './security-groups.ts';

function typeOf(host: Host): string {
  if (host === HOSTS.natGateway) return 'nat_gateway';
  return host.instanceId === null && host.name.startsWith('load-balancer') ? 'load_balancer' : 'interface';
}

function publicAddressOf(host: Host): string | null {
  if (!host.subnet.public) return null;
  return `198.51.100.${host.address.split('.').at(-1)}`;
}

export function networkInterfaces(): readonly NetworkInterface[] {
  return (Object.keys(HOSTS) as readonly (keyof typeof HOSTS)[]).map((key) => {
    const host: Host = HOSTS[key];
    const group = GROUP_OF[key];
    return {
      id: host.interfaceId,
      type: typeOf(host),
      status: 'in-use',
      description: '',
      name: host.name,
      ipv4: [{ address: host.address, primary: true, publicAddress: publicAddressOf(host) }],
      ipv6: [],
      prefixes: [],
      subnetId: host.subnet.id,
      vpcId: VPC_ID,
      availabilityZone: host.subnet.azId,
      groups: group === null ? [] : [{ id: groupId(group), name: group }],
      instanceId: host.instanceId,
      attachedAt: null,
      requesterManaged: host.instanceId === null,
      requesterId: null,
      sourceDestCheck: true,
      tcpEstablishedTimeout: null,
    };
  });
}
