/** What `capture` answers: a plan with its small print, why there can be none, or what has to be known first. */
import type { Finding, Listing } from '../../diagnosis/diagnosis.ts';
import { ec2Command } from '../../network/fix/command.ts';
import type { Conclusion, Coverage, Scope } from '../analyzer.ts';
import { newest } from '../coverage.ts';
import { addressFilter } from '../subject-look-up.ts';
import { type Decision, endText, type MirrorFacts } from './decision.ts';
import { type Draft, draft } from './draft.ts';
import type { EndInterface } from './end-interface.ts';
import type { MirrorEnds } from './ends.ts';
import type { NeverMirrored } from './never-mirrored.ts';
import { ENCAPSULATION_BYTES, MIRROR_USD_PER_HOUR, VXLAN_PORT, vniOf } from './plan.ts';
import { createScript, tearDownScript } from './shell.ts';
import { terraform } from './terraform.ts';

const CANDIDATES_SHOWN = 20;

const NOTES: readonly string[] = [
  'The price is for each mirrored network interface and hour in US East (Ohio), other Regions differ; traffic to another Availability Zone and the host that receives it are paid for as always.',
  `A single instance as the target cuts copies above its MTU: keep the source’s MTU ${ENCAPSULATION_BYTES.ipv4} bytes below the target’s for IPv4, ${ENCAPSULATION_BYTES.ipv6} for IPv6 (8947 of 9001), or lose the ends of the largest packets.`,
  'Copies count toward the source instance’s bandwidth and are dropped first where that is short. Route tables and network ACLs apply to them on their way to the target.',
  'AWS refuses the session where the instance’s type cannot be mirrored: bare metal, T2, and some newer families.',
];

type PlanDecision = Extract<Decision, { kind: 'plan' }>;

type Told = Pick<Finding, 'confidence' | 'summary' | 'nextCheck'> & Partial<Pick<Finding, 'evidence'>>;

function finding(verdict: Finding['verdict'], told: Told): Finding {
  return { verdict, blocker: null, evidence: [], ...told };
}

function coverageIn({ seen, cutOff }: MirrorFacts, notes: readonly string[]): Coverage {
  return {
    completeUntil: newest(seen),
    skipData: { records: 0, interfaces: [] },
    interfacesNotLogged: [],
    cutOff,
    notes,
  };
}

function listingOf({ at, what, plan }: Draft): Listing {
  return {
    columns: [
      { key: 'part', title: 'Part', unit: 'text' },
      { key: 'value', title: 'Value', unit: 'text' },
    ],
    rows: [
      { part: 'Mirrors', value: at },
      {
        part: 'Copies',
        value: `${what}, both ways${plan.amazonDns ? ', and all its DNS with Amazon’s resolver' : ''}`,
      },
      {
        part: 'Arrives as',
        value: `VXLAN ${vniOf(plan)} at UDP ${VXLAN_PORT} of the target that you name`,
      },
      { part: 'Costs', value: `about $${MIRROR_USD_PER_HOUR} an hour while it runs` },
    ],
  };
}

function summaryOf({ at, what, plan }: Draft, { because, at: end }: PlanDecision): string {
  const price = `about $${MIRROR_USD_PER_HOUR} an hour`;
  if (because !== null && end === 'peer') return `${because} (${plan.sourceId}, ${price})`;
  const mirror = `A mirror of ${at} would show ${what}, for ${price}`;
  return because === null ? mirror : `${mirror}; ${because}`;
}

export function planned(facts: MirrorFacts, decision: PlanDecision): Conclusion {
  const drawn = draft(facts, decision.at);
  const isKnown = (decision.at === 'own' ? facts.source : facts.peer)?.known !== null;
  return {
    findings: [
      finding('listing', {
        confidence: isKnown ? 0.9 : 0.7,
        summary: summaryOf(drawn, decision),
        evidence: decision.evidence,
        nextCheck:
          'Read the script under “AWS CLI”, set TARGET_ENI to the network interface of a host with tcpdump, and run it; “Tear-down” ends it. Nothing is created before that.',
      }),
    ],
    listing: listingOf(drawn),
    plan: [
      { title: 'AWS CLI', language: 'shell', text: createScript(drawn.plan) },
      { title: 'Terraform', language: 'hcl', text: terraform(drawn.plan) },
      { title: 'Tear-down', language: 'shell', text: tearDownScript(drawn.plan) },
    ],
    coverage: coverageIn(facts, [...drawn.cautions, ...NOTES]),
  };
}

export function notShown(facts: MirrorFacts, decision: Extract<Decision, { kind: 'no' }>): Conclusion {
  const { because, instead, evidence } = decision;
  const summary = `A mirror cannot show this: ${because}`;
  return {
    findings: [finding('not-captured', { confidence: 0.9, summary, evidence, nextCheck: instead })],
    coverage: coverageIn(facts, []),
  };
}

export function neverShown({ what, instead }: NeverMirrored): Conclusion {
  const summary = `Traffic Mirroring never copies ${what}, so no plan can show it`;
  return { findings: [finding('not-captured', { confidence: 0.95, summary, nextCheck: instead })] };
}

function severalOf(about: string, candidates: readonly EndInterface[]): Conclusion {
  const shown = candidates.slice(0, CANDIDATES_SHOWN);
  return {
    findings: [
      finding('listing', {
        confidence: 0.5,
        summary: `${about} has ${candidates.length} network interfaces, and no record in this window shows this traffic at one of them: a mirror is of one, so name it`,
        nextCheck: `Ask \`capture\` with the id of one of them, such as ${shown[0]?.id}.`,
      }),
    ],
    listing: {
      columns: [{ key: 'interface', title: 'Network interface', unit: 'text' }],
      rows: shown.map(({ id, known }) => ({ interface: known?.name ? `${id} (${known.name})` : id })),
    },
  };
}

function lookUp({ own }: MirrorEnds): string {
  if (own.kind !== 'address')
    return 'Give the network’s configuration with --inventory, or let the source ask EC2: the permission is ec2:DescribeNetworkInterfaces.';
  return ec2Command('describe-network-interfaces', [
    ['filters', `Name=${addressFilter(own.family)},Values=${own.text}`],
    ['query', 'NetworkInterfaces[].[NetworkInterfaceId,InterfaceType,Description]'],
    ['output', 'table'],
  ]);
}

/** No interface, or several that could be meant: a mirror is of one. */
export function notOne(scope: Scope, ends: MirrorEnds, candidates: readonly EndInterface[]): Conclusion {
  const about = endText({ scope, ends }, 'own');
  if (candidates.length > 0) return severalOf(about, candidates);
  const why = scope.network
    ? 'no network interface in the configuration has it'
    : 'this source has no network configuration';
  return {
    findings: [
      finding('listing', {
        confidence: 0.5,
        summary: `There is no plan for ${about}, because its network interface is not known: ${why}, and no record shows it; \`capture\` with an eni-… id needs neither`,
        nextCheck: lookUp(ends),
      }),
    ],
  };
}
