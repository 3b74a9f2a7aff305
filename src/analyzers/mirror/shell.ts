/** A plan as commands of the AWS CLI: a script for a POSIX shell, and the one that takes it down again. A person reads and runs them. */
import { ec2Command, shellArgument } from '../../network/fix/command.ts';
import type { PortRange } from '../../network/port-range.ts';
import type { FilterRule } from './filter-rule.ts';
import {
  commentText,
  type MirrorPlan,
  planName,
  sourceLookUp,
  tcpdumpFilter,
  VXLAN_PORT,
  vniOf,
} from './plan.ts';

const TARGET_WANTED =
  'set it to the id of the network interface that receives the copies, on a host with tcpdump';

function range({ low, high }: PortRange): string {
  return `FromPort=${low},ToPort=${high}`;
}

/** A line that keeps the id of what it makes in a variable, and prints it. */
function kept(variable: string, command: string): readonly string[] {
  return [`${variable}=$(${command})`, `echo "${variable}=$${variable}"`];
}

function ruleLine(rule: FilterRule): string {
  const { direction, number, protocol, source, destination, sourcePorts, destinationPorts } = rule;
  const options = [
    ['traffic-direction', direction],
    ['rule-number', String(number)],
    ['rule-action', 'accept'],
    ...(protocol === null ? [] : [['protocol', String(protocol)] as const]),
    ['source-cidr-block', source],
    ['destination-cidr-block', destination],
    ...(sourcePorts ? [['source-port-range', range(sourcePorts)] as const] : []),
    ...(destinationPorts ? [['destination-port-range', range(destinationPorts)] as const] : []),
  ] as const;
  return `${ec2Command('create-traffic-mirror-filter-rule', options)} --traffic-mirror-filter-id "$FILTER" >/dev/null`;
}

function output(query: string): readonly (readonly [string, string])[] {
  return [
    ['query', query],
    ['output', 'text'],
  ];
}

function dnsLines({ amazonDns }: MirrorPlan): readonly string[] {
  if (!amazonDns) return [];
  const command = ec2Command('modify-traffic-mirror-filter-network-services', [
    ['add-network-services', 'amazon-dns'],
  ]);
  return [`${command} --traffic-mirror-filter-id "$FILTER" >/dev/null`];
}

function addressOf({ sourceAddress, sourceId }: MirrorPlan): string {
  return sourceAddress === null ? `$(${sourceLookUp(sourceId)})` : shellArgument(sourceAddress);
}

export function createScript(plan: MirrorPlan): string {
  const name = planName(plan);
  const description = ['description', name] as const;
  const tags = `ResourceType=security-group-rule,Tags=[{Key=Name,Value=${name}}]`;
  return [
    '#!/bin/sh',
    `# Copies ${commentText(plan.about)}.`,
    '# Nothing exists until this runs. Run it with credentials of the account and Region of that network interface.',
    'set -eu',
    '',
    `SOURCE_ENI=${shellArgument(plan.sourceId)}`,
    `TARGET_ENI="\${TARGET_ENI:?${TARGET_WANTED}}"`,
    `VNI=${vniOf(plan)}`,
    '# An interface has up to 3 sessions, tried in the order of these numbers: 1 to 32766, each once.',
    `SESSION_NUMBER="\${SESSION_NUMBER:-1}"`,
    '',
    '# 1. Where the copies go. It cannot be the interface that is copied.',
    ...kept(
      'TARGET',
      `${ec2Command('create-traffic-mirror-target', [description, ...output('TrafficMirrorTarget.TrafficMirrorTargetId')])} --network-interface-id "$TARGET_ENI"`,
    ),
    '',
    '# 2. What is copied: only what a rule accepts, and each direction needs its own.',
    ...kept(
      'FILTER',
      ec2Command('create-traffic-mirror-filter', [
        description,
        ...output('TrafficMirrorFilter.TrafficMirrorFilterId'),
      ]),
    ),
    ...plan.rules.map(ruleLine),
    ...dnsLines(plan),
    '',
    '# 3. Copying begins here, and so does the price.',
    ...kept(
      'SESSION',
      `${ec2Command('create-traffic-mirror-session', [description, ...output('TrafficMirrorSession.TrafficMirrorSessionId')])} --network-interface-id "$SOURCE_ENI" --traffic-mirror-target-id "$TARGET" --traffic-mirror-filter-id "$FILTER" --session-number "$SESSION_NUMBER" --virtual-network-id "$VNI"`,
    ),
    '',
    '# 4. The copies are VXLAN and have to be let in at the target, from the interface that is copied.',
    `SOURCE_ADDRESS=${addressOf(plan)}`,
    `TARGET_GROUP=$(${ec2Command('describe-network-interfaces', output('NetworkInterfaces[0].Groups[0].GroupId'))} --network-interface-ids "$TARGET_ENI")`,
    ...kept(
      'RULE',
      `${ec2Command('authorize-security-group-ingress', [
        ['protocol', 'udp'],
        ['port', String(VXLAN_PORT)],
        ['tag-specifications', tags],
        ...output('SecurityGroupRules[0].SecurityGroupRuleId'),
      ])} --group-id "$TARGET_GROUP" --cidr "$SOURCE_ADDRESS/32"`,
    ),
    '',
    '# 5. On the target, to see it and to keep it:',
    `#   sudo tcpdump -nn -i any '${tcpdumpFilter(plan)}'`,
    `#   sudo tcpdump -nn -i any -s 0 -w ${name}.pcap '${tcpdumpFilter(plan)}'`,
    `#   tshark -n -r ${name}.pcap -d udp.port==${VXLAN_PORT},vxlan -Y 'vxlan.vni == ${vniOf(plan)}'`,
    '',
  ].join('\n');
}

/** The kinds of things that a plan makes, in the order in which they can be deleted. */
const MADE = [
  ['session', 'TrafficMirrorSessions', 'TrafficMirrorSessionId'],
  ['filter', 'TrafficMirrorFilters', 'TrafficMirrorFilterId'],
  ['target', 'TrafficMirrorTargets', 'TrafficMirrorTargetId'],
] as const;

/** Finds what was made by its description, so that it works in another shell and after a script that stopped halfway. */
export function tearDownScript(plan: MirrorPlan): string {
  const name = planName(plan);
  const found = ([kind, list, id]: (typeof MADE)[number]) =>
    ec2Command(`describe-traffic-mirror-${kind}s`, [
      ['filters', `Name=description,Values=${name}`],
      ...output(`${list}[].${id}`),
    ]);
  return [
    '#!/bin/sh',
    `# Ends the capture ${name} and deletes everything that was made for it; its price ends here too.`,
    'set -eu',
    '',
    ...MADE.flatMap((made) => [
      `for ID in $(${found(made)}); do`,
      `  aws ec2 delete-traffic-mirror-${made[0]} --traffic-mirror-${made[0]}-id "$ID"`,
      'done',
    ]),
    `${ec2Command('describe-security-group-rules', [
      ['filters', `Name=tag:Name,Values=${name}`],
      ...output('SecurityGroupRules[].[GroupId,SecurityGroupRuleId]'),
    ])} |`,
    'while read -r GROUP RULE; do',
    '  aws ec2 revoke-security-group-ingress --group-id "$GROUP" --security-group-rule-ids "$RULE"',
    'done',
    '',
  ].join('\n');
}
