/** A VPC's attachment to a transit gateway. */

export interface TransitGatewayAttachment {
  readonly id: string;
  readonly transitGatewayId: string | null;
  readonly vpcId: string | null;
  readonly state: string | null;
  /** The subnets that hold the transit gateway's interfaces; null where they were not given. */
  readonly subnetIds: readonly string[] | null;
  /** Whether inbound rules may reference groups of other attached VPCs; null where it was not given. */
  readonly securityGroupReferencing: boolean | null;
}
