import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterFor } from '../../../src/analyzers/mirror/filter-rule.ts';
import { type MirrorPlan, vniOf } from '../../../src/analyzers/mirror/plan.ts';
import { hclString, terraform } from '../../../src/analyzers/mirror/terraform.ts';
import { block } from '../../kit/networks.ts';

const PLAN: MirrorPlan = {
  sourceId: 'eni-0db',
  sourceAddress: '10.0.2.9',
  rules: filterFor({
    own: [block('10.0.2.9/32')],
    peer: [block('10.0.1.5/32')],
    protocol: 6,
    port: { low: 5432, high: 5432 },
  }).rules,
  amazonDns: false,
  about: 'tcp 5432 with web-1 (10.0.1.5), at eni-0db (db-1)',
};

const HOSTILE = [
  `\${file("/etc/passwd")}`,
  `$\${a}`,
  `$$\${path.module}`,
  '%{ if true }x%{ endif }',
  'a"b\\c',
  '"\n}\nresource "x" "y" {',
  '\u202e\u0000\u001b[31m',
  '# /* // */',
  '日本🧨',
];

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** What Terraform reads from a quoted string: its text, or undefined where it would be a template or run past the quotes. */
function read(quoted: string): string | undefined {
  const inside = /^"((?:[^"\\\n\r]|\\.)*)"$/u.exec(quoted)?.[1];
  if (inside === undefined || /[$%]\{/.test(inside)) return undefined;
  return inside.replace(/\\(?:U([0-9a-f]{8})|(.))/gu, (_, code: string | undefined, letter: string) =>
    code === undefined ? (ESCAPES[letter] ?? '?') : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

/** The text without comments, with every string emptied and the identifier left out: what Terraform takes for structure. */
function structure(hcl: string): string {
  return hcl
    .replace(/^#.*$/gmu, '#')
    .replace(/"(?:[^"\\\n]|\\.)*"/gu, '""')
    .replace(/^ {2}virtual_network_id +=.*$/mu, 'virtual_network_id');
}

describe('a string of HCL', () => {
  it('reads back as the text that was written, and is never a template', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE));
    fc.assert(
      fc.property(text, (one) => {
        expect(read(hclString(one))).toBe(one.replace(/\p{Cs}/gu, '\uFFFD'));
      }),
    );
  });
});

describe('a capture as Terraform', () => {
  it('makes the target, the filter, a rule for each, the session and the way in', () => {
    const resources = [...terraform(PLAN).matchAll(/^resource "([^"]+)" "([^"]+)"/gm)].map(
      ([, type, name]) => `${type}.${name}`,
    );

    expect(resources).toEqual([
      'aws_ec2_traffic_mirror_target.capture',
      'aws_ec2_traffic_mirror_filter.capture',
      'aws_ec2_traffic_mirror_filter_rule.ingress_100',
      'aws_ec2_traffic_mirror_filter_rule.ingress_110',
      'aws_ec2_traffic_mirror_filter_rule.egress_100',
      'aws_ec2_traffic_mirror_filter_rule.egress_110',
      'aws_ec2_traffic_mirror_session.capture',
      'aws_vpc_security_group_ingress_rule.vxlan',
    ]);
  });

  it('has the same identifier as the commands, and leaves the target to the person', () => {
    const hcl = terraform(PLAN);

    expect(hcl).toContain(`virtual_network_id       = ${vniOf(PLAN)}`);
    expect(hcl).toContain('network_interface_id = var.target_network_interface_id');
    expect(hcl).toContain('cidr_ipv4         = "10.0.2.9/32"');
  });

  it('looks the address up where it is not known', () => {
    const hcl = terraform({ ...PLAN, sourceAddress: null });

    expect(hcl).toContain('data "aws_network_interface" "source" {\n  id = "eni-0db"\n}');
    expect(hcl).toContain(`cidr_ipv4         = "\${data.aws_network_interface.source.private_ip}/32"`);
  });

  it('copies DNS with Amazon’s resolver by the switch for it', () => {
    expect(terraform({ ...PLAN, amazonDns: true })).toContain('network_services = ["amazon-dns"]');
  });

  it('keeps its structure whatever things are called', () => {
    const plain = structure(terraform(PLAN));
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE));
    fc.assert(
      fc.property(text, text, (about, sourceId) => {
        expect(structure(terraform({ ...PLAN, about, sourceId }))).toBe(plain);
      }),
    );
  });
});
