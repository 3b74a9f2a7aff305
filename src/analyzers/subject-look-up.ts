/** A command that tells what AWS has of what a question is about. */
import { ec2Command } from '../network/fix/command.ts';
import type { Subject } from '../query/request.ts';
import { subjectText } from './subject.ts';

/** Filters of `describe-network-interfaces` (its reference), by the kinds of subjects. */
const FILTERS = {
  'network-interface': 'network-interface-id',
  instance: 'attachment.instance-id',
  'security-group': 'group-id',
  subnet: 'subnet-id',
  vpc: 'vpc-id',
  name: 'tag:Name',
} as const;

/** The one for an address of an interface. */
export function addressFilter(family: 4 | 6): string {
  return family === 6 ? 'ipv6-addresses.ipv6-address' : 'addresses.private-ip-address';
}

/** Null for a block: no filter takes one. */
function filterOf(subject: Subject): string | null {
  if (subject.kind === 'cidr') return null;
  return subject.kind === 'address' ? addressFilter(subject.family) : FILTERS[subject.kind];
}

/** Which network interfaces there are, of all subjects that are of the first one's kind. */
export function lookUpSubjects([first, ...others]: readonly [Subject, ...Subject[]]): string {
  const filter = filterOf(first);
  if (filter === null)
    return ec2Command('describe-subnets', [
      ['query', 'Subnets[].[SubnetId, CidrBlock, VpcId]'],
      ['output', 'table'],
    ]);
  const same = [first, ...others.filter((subject) => filterOf(subject) === filter)];
  return ec2Command('describe-network-interfaces', [
    ['filters', `Name=${filter},Values=${same.map(subjectText).join(',')}`],
    ['query', 'NetworkInterfaces[].[NetworkInterfaceId, SubnetId, VpcId]'],
  ]);
}
