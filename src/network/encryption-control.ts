/** VPC encryption controls: in `enforce` mode, traffic that is not encrypted is rejected. */

export interface EncryptionControl {
  readonly id: string | null;
  readonly vpcId: string;
  readonly mode: 'monitor' | 'enforce';
  readonly state: string | null;
}
