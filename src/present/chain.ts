/** What the configuration says to a packet and its reply, step by step: the numbered chain that a reader can disagree with. */
import type { Blocker, Finding, PathStep } from '../diagnosis/diagnosis.ts';
import type { Verdict } from '../diagnosis/verdict.ts';
import { type KindWords, named } from './rule-name.ts';

export interface ChainStep {
  /** From 1, over the request and its reply. */
  readonly number: number;
  readonly leg: PathStep['leg'];
  readonly kind: PathStep['kind'];
  readonly outcome: PathStep['outcome'];
  readonly way: 'in' | 'out';
  /** `sg-0aaa (web)`, `acl-0bbb`; what kind of thing it is where no id is known. */
  readonly name: string;
  /** What it says, without its name and the direction. */
  readonly says: string;
  /** It is what the answer says blocks the packet. */
  readonly blocks: boolean;
}

export const LEGS = { request: 'Request', reply: 'Reply' } as const satisfies Record<PathStep['leg'], string>;

export const MARKS = {
  allow: '✓',
  deny: '✗',
  partly: '±',
  unknown: '?',
  skipped: '–',
} as const satisfies Record<PathStep['outcome'], string>;

export const KINDS = {
  'security-groups': { one: 'security groups', many: 'security groups' },
  'network-acl': { one: 'network ACL', many: 'network ACLs' },
  route: { one: 'route table', many: 'route tables' },
  'block-public-access': { one: 'Block Public Access', many: 'VPCs' },
} as const satisfies Record<PathStep['kind'], KindWords>;

const BLOCKER_KINDS: Readonly<Record<Blocker['kind'], PathStep['kind'] | null>> = {
  'security-group': 'security-groups',
  'network-acl': 'network-acl',
  'route-table': 'route',
  'vpc-bpa': 'block-public-access',
  'vpc-encryption-controls': null,
};

/** Packets, or some of them, do not get past it. */
function stops({ outcome }: Pick<PathStep, 'outcome'>): boolean {
  return outcome === 'deny' || outcome === 'partly';
}

/** The leg that a verdict is about; null where it may be either. */
function legOf(verdict: Verdict): PathStep['leg'] | null {
  if (verdict.startsWith('nacl-return-')) return 'reply';
  return /^(sg|nacl)-/.test(verdict) ? 'request' : null;
}

/** A step that does stop packets goes before one of which it is not known: there only the records show it. */
function blockingStep({ steps = [], blocker, verdict }: Finding): PathStep | undefined {
  if (!blocker) return undefined;
  const { kind, id, direction } = blocker;
  const leg = legOf(verdict);
  const candidates = steps.filter(
    (step) =>
      step.kind === BLOCKER_KINDS[kind] &&
      step.direction === direction &&
      (leg === null || step.leg === leg) &&
      (id === null || step.ids.length === 0 || step.ids.includes(id)),
  );
  return candidates.find(stops) ?? candidates.find(({ outcome }) => outcome === 'unknown');
}

/** That security groups let replies pass is always so and explains nothing; neither does a reason that was given already. */
function isSilent(step: PathStep, before: readonly PathStep[]): boolean {
  if (step.outcome !== 'skipped') return false;
  const isStateful = step.kind === 'security-groups' && step.leg === 'reply';
  return isStateful || before.some(({ because }) => because === step.because);
}

/** Something in the chain stands out against what plainly allows. */
export function isBlocked(chain: readonly ChainStep[]): boolean {
  return chain.some((step) => step.blocks || stops(step));
}

/** Empty where nothing is known of any step. */
export function chainOf(finding: Finding): readonly ChainStep[] {
  const { steps = [] } = finding;
  const shown = steps.filter((step, index) => !isSilent(step, steps.slice(0, index)));
  if (shown.every(({ outcome }) => outcome === 'unknown')) return [];
  const blocking = blockingStep(finding);
  return shown.map((step, index) => ({
    number: index + 1,
    leg: step.leg,
    kind: step.kind,
    outcome: step.outcome,
    way: step.direction === 'inbound' ? 'in' : 'out',
    ...named(step, KINDS[step.kind]),
    blocks: step === blocking,
  }));
}
