/** Reads DescribeNatGateways. */
import { z } from 'zod';
import type { NatGateway } from '../nat-gateway.ts';
import { type Reading, type Response, readList } from './response.ts';
import { listOf, NameTag, OptionalText } from './values.ts';

const NatAddress = z
  .object({
    NetworkInterfaceId: OptionalText,
    PrivateIp: OptionalText,
    PublicIp: OptionalText,
    IsPrimary: z.boolean().nullish(),
  })
  .transform(({ NetworkInterfaceId, PrivateIp, PublicIp, IsPrimary }) => ({
    networkInterfaceId: NetworkInterfaceId,
    privateAddress: PrivateIp,
    publicAddress: PublicIp,
    primary: IsPrimary ?? false,
  }));

const Gateway = z
  .object({
    NatGatewayId: z.string(),
    Tags: NameTag,
    VpcId: OptionalText,
    SubnetId: OptionalText,
    State: OptionalText,
    ConnectivityType: OptionalText,
    NatGatewayAddresses: listOf(NatAddress),
  })
  .transform(
    (given): NatGateway => ({
      id: given.NatGatewayId,
      name: given.Tags,
      vpcId: given.VpcId,
      subnetId: given.SubnetId,
      state: given.State,
      connectivity: given.ConnectivityType === 'private' ? 'private' : 'public',
      addresses: given.NatGatewayAddresses,
    }),
  );

export function readNatGateways(response: Response): Reading<NatGateway> {
  return readList(response, 'NatGateways', 'NatGatewayId', Gateway);
}
