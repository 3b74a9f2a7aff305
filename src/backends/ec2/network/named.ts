/** What has a name that a question uses: hosts first, and where no host has it, groups, subnets and VPCs. */
import { thingsNamed } from '../../../network/find/named-things.ts';
import type { NetworkInterface } from '../../../network/network-interface.ts';
import {
  INTERFACES_NAMED,
  INTERFACES_OF_INSTANCE,
  INTERFACES_OF_SERVICE_NAMED,
} from './interface-lookups.ts';
import { SUBNETS_NAMED, VPCS_NAMED } from './place-lookups.ts';
import { GROUPS_NAMED, INSTANCES_NAMED } from './policy-lookups.ts';
import type { Question } from './question.ts';

export interface Named {
  readonly interfaces: readonly NetworkInterface[];
  readonly groupIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly vpcIds: readonly string[];
}

/** The instances of an auto scaling group all have one name; as many as one call takes. */
const MOST_INSTANCES = 200;

async function findHosts(question: Question, names: readonly string[]): Promise<void> {
  const [instances] = await Promise.all([
    question.find(INSTANCES_NAMED, names),
    question.find(INTERFACES_NAMED, names),
    question.find(INTERFACES_OF_SERVICE_NAMED, names),
  ]);
  await question.find(
    INTERFACES_OF_INSTANCE,
    instances.slice(0, MOST_INSTANCES).map(({ id }) => id),
  );
}

export async function findNamed(question: Question, names: readonly string[]): Promise<Named> {
  await findHosts(question, names);
  const others = names.filter((name) => thingsNamed(question.index, name).length === 0);
  await Promise.all([
    question.find(GROUPS_NAMED, others),
    question.find(SUBNETS_NAMED, others),
    question.find(VPCS_NAMED, others),
  ]);
  const { index } = question;
  const things = names.flatMap((name) => thingsNamed(index, name));
  const ids = (kind: (typeof things)[number]['kind']) =>
    things.flatMap((thing) => (thing.kind === kind ? [thing.id] : []));
  return {
    interfaces: ids('network-interface').flatMap((id) => index.interfaces.get(id) ?? []),
    groupIds: ids('security-group'),
    subnetIds: ids('subnet'),
    vpcIds: ids('vpc'),
  };
}
