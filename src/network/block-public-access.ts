/** VPC Block Public Access: a setting of the account and Region that stops traffic of internet gateways, and its exclusions. */

export type BlockMode = 'off' | 'block-bidirectional' | 'block-ingress';

export interface BlockPublicAccessExclusion {
  readonly id: string;
  /** The VPC or subnet that is left alone. */
  readonly resourceId: string;
  readonly mode: 'allow-bidirectional' | 'allow-egress';
}
