/** What each field means, in a sentence for help texts and explanations. Sources as for the fields themselves. */

export const FIELD_MEANINGS = {
  version: "The highest record version among the chosen fields (2 to 11; 6 is the transit gateway's).",
  accountId:
    'The account that owns the source network interface; `unknown` for one that an AWS service made.',
  interfaceId: 'The network interface at which the traffic was seen; `-` for a regional NAT gateway.',
  srcAddr:
    "Source address. For outgoing traffic this is the interface's own private address, even when it forwards for another.",
  dstAddr:
    "Destination address. For incoming traffic this is the interface's primary private address, even when a secondary one was asked.",
  srcPort: 'Source port; 0 for protocols without ports.',
  dstPort: 'Destination port; 0 for protocols without ports.',
  protocol: 'IANA protocol number: 6 is TCP, 17 UDP, 1 ICMP, 58 ICMPv6.',
  packets: 'Packets in the interval.',
  bytes:
    'Bytes in the interval, IP headers included; absent for traffic that VPC Block Public Access rejects.',
  start:
    'When the first packet of the interval was received, seconds since the epoch; up to 60 seconds after the packet.',
  end: 'When the last packet of the interval was received, seconds since the epoch; up to 60 seconds after the packet.',
  action:
    'ACCEPT, or REJECT: not allowed by the security groups or network ACLs, or the packets came after the connection had closed.',
  logStatus: 'OK, NODATA (no traffic in the interval) or SKIPDATA (records were skipped in the interval).',
  vpcId: 'The VPC of the network interface.',
  subnetId: 'The subnet of the network interface; `-` for a regional NAT gateway.',
  instanceId: 'The instance of the interface; `-` where an AWS service manages the interface.',
  tcpFlags:
    'TCP flags seen in the interval, or-ed: FIN 1, SYN 2, RST 4, SYN-ACK 18. A lone ACK and PSH are not recorded.',
  type: 'IPv4, IPv6 or EFA.',
  pktSrcAddr:
    'Source address in the packet itself, before a NAT gateway, transit gateway or load balancer put its own.',
  pktDstAddr: 'Destination address in the packet itself.',
  region: 'The Region of the network interface.',
  azId: 'The Availability Zone id; `-` in a sublocation.',
  sublocationType: 'wavelength, outpost or localzone.',
  sublocationId: 'The id of the sublocation.',
  pktSrcAwsService: "The AWS service that the packet's source address belongs to, such as S3 or EC2.",
  pktDstAwsService: "The AWS service that the packet's destination address belongs to.",
  flowDirection:
    'ingress or egress, as the network interface sees it. It says nothing about who opened the connection.',
  trafficPath:
    'Where outgoing traffic went: 1 same VPC, 2 internet gateway or gateway endpoint, 3 virtual private gateway, 4 peering in the Region, 5 peering to another Region, 6 local gateway, 7 gateway endpoint, 8 internet gateway.',
  tgwResourceType: 'What the record is about: TransitGateway.',
  tgwId: 'The transit gateway.',
  tgwAttachmentId: 'The attachment at which the traffic was seen.',
  tgwSrcVpcAccountId: 'The account of the source VPC.',
  tgwDstVpcAccountId: 'The account of the destination VPC.',
  tgwSrcVpcId: 'The source VPC.',
  tgwDstVpcId: 'The destination VPC.',
  tgwSrcSubnetId: 'The subnet of the source attachment.',
  tgwDstSubnetId: 'The subnet of the destination attachment.',
  tgwSrcEni: "The source attachment's network interface.",
  tgwDstEni: "The destination attachment's network interface.",
  tgwSrcAzId: 'The Availability Zone id of the source attachment.',
  tgwDstAzId: 'The Availability Zone id of the destination attachment.',
  tgwPairAttachmentId: 'The attachment at the other end of the flow.',
  packetsLostNoRoute: 'Packets lost because the transit gateway had no route for them.',
  packetsLostBlackhole: 'Packets lost to a blackhole route.',
  packetsLostMtuExceeded: 'Packets lost because they were larger than the MTU.',
  packetsLostTtlExpired: 'Packets lost because their time to live ran out.',
  ecsClusterArn: 'The ARN of the ECS cluster of the task.',
  ecsClusterName: 'The name of the ECS cluster of the task.',
  ecsContainerInstanceArn: 'The ARN of the container instance; `-` on Fargate.',
  ecsContainerInstanceId: 'The id of the container instance; `-` on Fargate.',
  ecsContainerId: "The Docker runtime id of the task's first container.",
  ecsSecondContainerId: "The Docker runtime id of the task's second container.",
  ecsServiceName: 'The ECS service that started the task.',
  ecsTaskDefinitionArn: 'The ARN of the task definition.',
  ecsTaskArn: 'The ARN of the task.',
  ecsTaskId: 'The id of the task.',
  rejectReason:
    'BPA (VPC Block Public Access) or EC (VPC encryption controls); `-` for every other reason, security groups and network ACLs among them.',
  resourceId: 'The regional NAT gateway; `-` otherwise.',
  encryptionStatus:
    '0 not encrypted, 1 by Nitro, 2 by the application, 3 by both; `-` unknown or encryption controls are off.',
  instanceTag: "The value of the instance's first chosen tag, percent-encoded.",
  instanceTag2: "The value of the instance's second chosen tag, percent-encoded.",
  interfaceTag: "The value of the network interface's first chosen tag, percent-encoded.",
  interfaceTag2: "The value of the network interface's second chosen tag, percent-encoded.",
  asgTag: "The value of the Auto Scaling group's first chosen tag, percent-encoded.",
  asgTag2: "The value of the Auto Scaling group's second chosen tag, percent-encoded.",
  interfaceType:
    'nat_gateway, network_load_balancer, regional_nat_gateway, transit_gateway, vpc_endpoint, or `-`.',
  nextHopInterfaceId:
    'The network interface at the other end of the hop: the receiving one for egress, the sending one for ingress.',
  nextHopSubnetId: 'The subnet of the network interface at the other end of the hop.',
  nextHopAzId: 'The Availability Zone id of the network interface at the other end of the hop.',
  nextHopVpcId: 'The VPC of the network interface at the other end of the hop.',
  nextHopInterfaceType: 'What kind of interface the other end of the hop is.',
} as const satisfies Record<string, string>;
