/** A VPC endpoint: gateway endpoints are targets of routes, interface endpoints have network interfaces. */

export interface VpcEndpoint {
  readonly id: string;
  /** `Gateway`, `Interface`, `GatewayLoadBalancer` …; null where it was not given. */
  readonly type: string | null;
  readonly vpcId: string | null;
  readonly service: string | null;
  readonly state: string | null;
  readonly networkInterfaceIds: readonly string[];
}
