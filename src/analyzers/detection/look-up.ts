/** Commands that tell what the rules of one of our addresses are. */
import { addressFilter } from '../subject-look-up.ts';

/** Which interface has the address, and which security groups it is in. */
export function groupsOfAddress(address: string): string {
  const filter = addressFilter(address.includes(':') ? 6 : 4);
  return `aws ec2 describe-network-interfaces --filters Name=${filter},Values=${address} --query 'NetworkInterfaces[].[NetworkInterfaceId,Groups[].GroupId]'`;
}

/** A rule of a security group, or where its id is not known all of the group. */
export function securityGroupRules(groupId: string, ruleId: string | null): string {
  return ruleId === null
    ? `aws ec2 describe-security-group-rules --filters Name=group-id,Values=${groupId}`
    : `aws ec2 describe-security-group-rules --security-group-rule-ids ${ruleId}`;
}
