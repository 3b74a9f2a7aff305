/** Reads DescribeNetworkInterfaces. */
import { z } from 'zod';
import type { NetworkInterface } from '../network-interface.ts';
import { type Reading, type Response, readList } from './response.ts';
import { Address, Block, listOf, NameTag, OptionalNumber, OptionalText, OptionalTime } from './values.ts';

const Association = z.object({ PublicIp: Address.nullish(), CarrierIp: Address.nullish() }).nullish();

const PrivateIpv4 = z
  .object({ PrivateIpAddress: Address, Primary: z.boolean().nullish(), Association })
  .transform(({ PrivateIpAddress, Primary, Association }) => ({
    address: PrivateIpAddress,
    primary: Primary ?? false,
    publicAddress: Association?.PublicIp ?? Association?.CarrierIp ?? null,
  }));

/** The SDK's list of types spells it in camel case, the service itself does not. */
const SPELLINGS: Readonly<Record<string, string>> = { natGateway: 'nat_gateway' };

const Interface = z
  .object({
    NetworkInterfaceId: z.string(),
    InterfaceType: OptionalText,
    Status: OptionalText,
    Description: OptionalText,
    TagSet: NameTag,
    PrivateIpAddress: Address.nullish(),
    PrivateIpAddresses: listOf(PrivateIpv4),
    Association,
    Ipv6Addresses: listOf(z.object({ Ipv6Address: Address })),
    Ipv4Prefixes: listOf(z.object({ Ipv4Prefix: Block })),
    Ipv6Prefixes: listOf(z.object({ Ipv6Prefix: Block })),
    SubnetId: OptionalText,
    VpcId: OptionalText,
    AvailabilityZone: OptionalText,
    Groups: listOf(z.object({ GroupId: z.string(), GroupName: OptionalText })),
    Attachment: z.object({ InstanceId: OptionalText, AttachTime: OptionalTime }).nullish(),
    RequesterManaged: z.boolean().nullish(),
    RequesterId: OptionalText,
    SourceDestCheck: z.boolean().nullish(),
    ConnectionTrackingConfiguration: z.object({ TcpEstablishedTimeout: OptionalNumber }).nullish(),
  })
  .transform((given): NetworkInterface => {
    const type = given.InterfaceType ?? 'interface';
    const only = {
      address: given.PrivateIpAddress ?? '',
      primary: true,
      publicAddress: given.Association?.PublicIp ?? null,
    };
    const listed = given.PrivateIpAddresses;
    return {
      id: given.NetworkInterfaceId,
      type: SPELLINGS[type] ?? type,
      status: given.Status,
      description: given.Description ?? '',
      name: given.TagSet,
      ipv4: listed.length > 0 ? listed : [only].filter(({ address }) => address !== ''),
      ipv6: given.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
      prefixes: [
        ...given.Ipv4Prefixes.map(({ Ipv4Prefix }) => Ipv4Prefix),
        ...given.Ipv6Prefixes.map(({ Ipv6Prefix }) => Ipv6Prefix),
      ],
      subnetId: given.SubnetId,
      vpcId: given.VpcId,
      availabilityZone: given.AvailabilityZone,
      groups: given.Groups.map(({ GroupId, GroupName }) => ({ id: GroupId, name: GroupName })),
      instanceId: given.Attachment?.InstanceId ?? null,
      attachedAt: given.Attachment?.AttachTime ?? null,
      requesterManaged: given.RequesterManaged ?? false,
      requesterId: given.RequesterId,
      sourceDestCheck: given.SourceDestCheck ?? null,
      tcpEstablishedTimeout: given.ConnectionTrackingConfiguration?.TcpEstablishedTimeout ?? null,
    };
  });

export function readNetworkInterfaces(response: Response): Reading<NetworkInterface> {
  return readList(response, 'NetworkInterfaces', 'NetworkInterfaceId', Interface);
}
