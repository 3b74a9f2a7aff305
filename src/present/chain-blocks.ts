/** The chain of an answer in mrkdwn: short, with every rule's owner as a link to AWS's console. */
import { type ChainStep, isBlocked, KINDS, LEGS, MARKS } from './chain.ts';
import { linked } from './console-links.ts';
import { escaped } from './mrkdwn.ts';

/** @param told what is told of the blocker beside the chain, so that its step need not say it again */
function stepLine(step: ChainStep, told: string): string {
  const { number, outcome, kind, way, name, says, blocks } = step;
  const mark = blocks ? ' ← *blocks here*' : '';
  if (blocks && told.includes(name) && told.includes(says))
    return `${number} ${MARKS[outcome]} ${escaped(wayOf({ kind, way }))}${mark}`;
  return `${number} ${MARKS[outcome]} ${way}  ${linked(name)}  ${linked(says)}${mark}`;
}

/** `network ACL out`, `route table`. */
function wayOf({ kind, way }: Pick<ChainStep, 'kind' | 'way'>): string {
  return kind === 'route' ? KINDS[kind].one : `${KINDS[kind].one} ${way}`;
}

const FOLDED = { allow: '', unknown: ': not known' } as const;

type Foldable = keyof typeof FOLDED;

/** How a step may be folded with others; undefined where it must stand alone. */
function foldable({ outcome, blocks }: ChainStep, isChainBlocked: boolean): Foldable | undefined {
  if (outcome === 'unknown' && !blocks) return outcome;
  return outcome === 'allow' && isChainBlocked ? outcome : undefined;
}

/** `1–3 ✓ security groups out, network ACL out, route table`. */
function foldedLine(steps: readonly ChainStep[], as: Foldable): string {
  const [first, last] = [steps[0]?.number, steps.at(-1)?.number];
  const what = steps.map(wayOf);
  return `${first === last ? first : `${first}–${last}`} ${MARKS[as]} ${escaped(what.join(', '))}${FOLDED[as]}`;
}

interface Run {
  readonly as: Foldable | undefined;
  readonly steps: ChainStep[];
}

/** Steps that follow each other and may be folded the same way. */
function runs(steps: readonly ChainStep[], isChainBlocked: boolean): readonly Run[] {
  const all: Run[] = [];
  for (const step of steps) {
    const as = foldable(step, isChainBlocked);
    const last = all.at(-1);
    if (last && as !== undefined && last.as === as) last.steps.push(step);
    else all.push({ as, steps: [step] });
  }
  return all;
}

/**
 * What is not known is folded, and where something blocks, what plainly allows: who reads it wants the one step that does not.
 * @param told what is told of the blocker beside the chain; empty where nothing is
 */
export function chainMrkdwn(chain: readonly ChainStep[], told: string): readonly string[] {
  const isFolded = isBlocked(chain);
  return (['request', 'reply'] as const).flatMap((leg) => {
    const steps = chain.filter((step) => step.leg === leg);
    if (steps.length === 0) return [];
    const [first = '', ...lines] = runs(steps, isFolded).flatMap((run) =>
      run.as === undefined ? run.steps.map((step) => stepLine(step, told)) : [foldedLine(run.steps, run.as)],
    );
    return [`*${LEGS[leg]}*  ${first}`, ...lines];
  });
}
