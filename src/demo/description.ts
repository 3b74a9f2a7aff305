/** The demo's network in words: what there is, what was broken on purpose, and what to ask to find it. */
import { HOSTS, type Host, SUBNETS, VPC_CIDR } from './topology.ts';

interface PlantedFault {
  /** What is wrong, as whoever planted it knows it: more than records alone can show. */
  readonly truth: string;
  /** The question that finds it, without the command's own name. */
  readonly ask: string;
}

export interface DemoDescription {
  /** Says plainly that nothing of it is real. */
  readonly about: string;
  /** One line for each subnet, with its hosts. */
  readonly topology: readonly string[];
  readonly faults: readonly PlantedFault[];
}

const { web1, web2, worker, report, db1, db2, cache, loadBalancerA, bastion } = HOSTS;

export function describeDemo(): DemoDescription {
  return {
    about:
      'This network does not exist: its VPC and its hour of flow log records are generated, with faults planted on purpose. ' +
      'The addresses outside are the ones reserved for documentation.',
    topology: [
      `VPC ${VPC_CIDR}, three tiers in two availability zones:`,
      ...Object.values(SUBNETS).map(
        ({ name, cidr, azId }) =>
          `${name} ${cidr} (${azId}): ${hostsIn(name).map(nameAndAddress).join(', ')}`,
      ),
    ],
    faults: [
      {
        truth: `For 35 minutes the network ACL of ${db1.subnet.name} has had no outbound rule for the ephemeral ports of ${web1.subnet.cidr}, so the replies of ${nameAndAddress(db1)} to ${nameAndAddress(web1)} and ${web2.name} are rejected; connections that were open were cut.`,
        ask: `reject ${web1.address}`,
      },
      {
        truth: `For 25 minutes, since a new release, ${nameAndAddress(worker)} has been asking ${nameAndAddress(cache)}, whose security group lets only the web servers in.`,
        ask: `reject ${worker.address}`,
      },
      {
        truth: `Now and then ${nameAndAddress(report)} repeats its last packet after ${nameAndAddress(db2)} has closed: harmless.`,
        ask: `reject ${db2.address}`,
      },
      {
        truth: `The internet probes the load balancer and the ${bastion.name} all the time: policy works as it should.`,
        ask: `reject ${loadBalancerA.address}`,
      },
    ],
  };
}

function hostsIn(subnet: string): readonly Host[] {
  return Object.values(HOSTS).filter((host) => host.subnet.name === subnet);
}

function nameAndAddress({ name, address }: Host): string {
  return `${name} (${address})`;
}
