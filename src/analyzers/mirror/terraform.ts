/** A plan as Terraform, for those who make everything so. A person reads and applies it; `terraform destroy` takes it down. */
import type { PortRange } from '../../network/port-range.ts';
import type { FilterRule } from './filter-rule.ts';
import { commentText, type MirrorPlan, planName, VXLAN_PORT, vniOf } from './plan.ts';

const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A quoted string of HCL. What could begin a template (`${`, `%{`) and what cannot be seen is written by its number. */
export function hclString(text: string): string {
  const escaped = [...text].map((character) => {
    const known = ESCAPED[character];
    if (known !== undefined) return known;
    if (/\p{Cs}/u.test(character)) return '\uFFFD';
    if (!/[$%\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(character)) return character;
    return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
  });
  return `"${escaped.join('')}"`;
}

type Setting = readonly [name: string, value: string];

/** Settings with their equals signs in one column, as `terraform fmt` writes them. */
function settings(of: readonly Setting[], indent = '  '): readonly string[] {
  const widest = Math.max(...of.map(([name]) => name.length));
  return of.map(([name, value]) => `${indent}${name.padEnd(widest)} = ${value}`);
}

function block(head: string, ...lines: readonly string[]): readonly string[] {
  return [`${head} {`, ...lines, '}', ''];
}

function portBlock(name: string, ports: PortRange | null): readonly string[] {
  if (!ports) return [];
  const lines = settings(
    [
      ['from_port', String(ports.low)],
      ['to_port', String(ports.high)],
    ],
    '    ',
  );
  return ['', `  ${name} {`, ...lines, '  }'];
}

function ruleBlock(rule: FilterRule): readonly string[] {
  const { direction, number, protocol, source, destination, sourcePorts, destinationPorts } = rule;
  return block(
    `resource "aws_ec2_traffic_mirror_filter_rule" "${direction}_${number}"`,
    ...settings([
      ['traffic_mirror_filter_id', 'aws_ec2_traffic_mirror_filter.capture.id'],
      ['traffic_direction', hclString(direction)],
      ['rule_number', String(number)],
      ['rule_action', '"accept"'],
      ...(protocol === null ? [] : [['protocol', String(protocol)] as const]),
      ['source_cidr_block', hclString(source)],
      ['destination_cidr_block', hclString(destination)],
    ]),
    ...portBlock('source_port_range', sourcePorts),
    ...portBlock('destination_port_range', destinationPorts),
  );
}

function variable(name: string, description: string): readonly string[] {
  return block(
    `variable "${name}"`,
    ...settings([
      ['type', 'string'],
      ['description', hclString(description)],
    ]),
  );
}

/** The block that lets the copies in, where the address is known from the configuration or from AWS. */
function sourceBlock({ sourceAddress }: MirrorPlan): string {
  return sourceAddress === null
    ? `"\${data.aws_network_interface.source.private_ip}/32"`
    : hclString(`${sourceAddress}/32`);
}

export function terraform(plan: MirrorPlan): string {
  const name = hclString(planName(plan));
  return [
    `# Copies ${commentText(plan.about)}.`,
    '# Nothing exists until it is applied; terraform destroy takes it down, and its price ends there.',
    ...variable(
      'target_network_interface_id',
      'The network interface that receives the copies, on a host with tcpdump',
    ),
    ...variable('target_security_group_id', 'A security group of that network interface'),
    ...(plan.sourceAddress === null
      ? block('data "aws_network_interface" "source"', ...settings([['id', hclString(plan.sourceId)]]))
      : []),
    ...block(
      'resource "aws_ec2_traffic_mirror_target" "capture"',
      ...settings([
        ['description', name],
        ['network_interface_id', 'var.target_network_interface_id'],
      ]),
    ),
    ...block(
      'resource "aws_ec2_traffic_mirror_filter" "capture"',
      ...settings([
        ['description', name],
        ...(plan.amazonDns ? [['network_services', '["amazon-dns"]'] as const] : []),
      ]),
    ),
    ...plan.rules.flatMap(ruleBlock),
    ...block(
      'resource "aws_ec2_traffic_mirror_session" "capture"',
      ...settings([
        ['description', name],
        ['network_interface_id', hclString(plan.sourceId)],
        ['session_number', '1'],
        ['traffic_mirror_filter_id', 'aws_ec2_traffic_mirror_filter.capture.id'],
        ['traffic_mirror_target_id', 'aws_ec2_traffic_mirror_target.capture.id'],
        ['virtual_network_id', String(vniOf(plan))],
      ]),
    ),
    ...block(
      'resource "aws_vpc_security_group_ingress_rule" "vxlan"',
      ...settings([
        ['security_group_id', 'var.target_security_group_id'],
        ['description', name],
        ['cidr_ipv4', sourceBlock(plan)],
        ['ip_protocol', '"udp"'],
        ['from_port', String(VXLAN_PORT)],
        ['to_port', String(VXLAN_PORT)],
      ]),
    ),
  ].join('\n');
}
