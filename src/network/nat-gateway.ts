/** A NAT gateway: packets leave it with its own address, from ports 1024 to 65535. */

interface NatGatewayAddress {
  readonly networkInterfaceId: string | null;
  readonly privateAddress: string | null;
  readonly publicAddress: string | null;
  readonly primary: boolean;
}

export interface NatGateway {
  readonly id: string;
  readonly name: string | null;
  readonly vpcId: string | null;
  /** Null for a regional NAT gateway, which is in no subnet. */
  readonly subnetId: string | null;
  /** `pending`, `failed`, `available`, `deleting`, `deleted`; null where it was not given. */
  readonly state: string | null;
  readonly connectivity: 'public' | 'private';
  readonly addresses: readonly NatGatewayAddress[];
}
