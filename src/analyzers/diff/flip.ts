/** Whether what was accepted is rejected now, or the other way round: judged by connections, at the one interface and in the one direction that show it best. */
import type { Action } from '../../record/record.ts';
import { chanceOfAtLeast } from './chance.ts';
import type { Exchange, Side } from './exchange.ts';
import { areCounted, type Outcomes, outcomes, refusesNew } from './outcomes.ts';
import type { Seen, When } from './traffic.ts';

export interface Flip {
  readonly to: Action;
  /** `whole`: as good as all of it; `new`: what opens, while what was open goes on; `part`: more or fewer connections than before. */
  readonly extent: 'whole' | 'new' | 'part';
  readonly side: Side;
  readonly before: Outcomes;
  readonly after: Outcomes;
  /** The first record of the later window that shows it, seconds since the epoch. */
  readonly at: number;
  /** Connections were told apart, by the clients' ports. */
  readonly isCounted: boolean;
}

/** Shares of connections. */
const HARDLY = 0.1;
const MOSTLY = 0.5;
/** A share that grows by less is not worth a line. */
const NOTICEABLE = 0.05;
/** One in a thousand, as thousands of conversations may be compared. */
const CHANCE = 0.001;

function total({ accepted, rejected }: Outcomes): number {
  return accepted + rejected;
}

function share({ rejected }: Outcomes, of: number): number {
  return of === 0 ? 0 : rejected / of;
}

/** How likely chance is to reject so many more after than before. */
function chance(less: Outcomes, more: Outcomes): number {
  return chanceOfAtLeast(
    more.rejected,
    total(more),
    less.rejected + more.rejected,
    total(less) + total(more),
  );
}

function opposite({ accepted, rejected }: Outcomes): Outcomes {
  return { accepted: rejected, rejected: accepted };
}

function extentOf(before: Outcomes, after: Outcomes): Flip['extent'] | undefined {
  const [one, other] = [share(before, total(before)), share(after, total(after))];
  // Rules do not vary by chance: all before and none after needs no large numbers.
  if (one === 0 && other === 1) return 'whole';
  if (other - one < NOTICEABLE || chance(before, after) > CHANCE) return undefined;
  return one <= HARDLY && other >= MOSTLY ? 'whole' : 'part';
}

function firstAt(side: Side, to: Action): number {
  const shown = side.seen.filter(({ when, action }) => when === 'after' && action === to);
  return Math.min(...shown.map(({ first }) => first));
}

function flipOf(side: Side, protocol: number | null): Flip | undefined {
  const [before, after] = [outcomes(side, 'before', protocol), outcomes(side, 'after', protocol)];
  if (total(before) === 0 || total(after) === 0) return undefined;
  const seen = { side, before, after, isCounted: areCounted(side) };
  const extent = extentOf(before, after);
  const rejected = extent !== 'whole' && refusesNew(side) ? 'new' : extent;
  if (rejected) return { to: 'REJECT', extent: rejected, ...seen, at: firstAt(side, 'REJECT') };
  const accepted = extentOf(opposite(before), opposite(after));
  return accepted && { to: 'ACCEPT', extent: accepted, ...seen, at: firstAt(side, 'ACCEPT') };
}

function strength({ extent, before, after }: Flip): number {
  return { part: 0, new: 1e9, whole: 2e9 }[extent] + Math.min(total(before), total(after));
}

/** The plainest flip of a conversation; undefined where what became of its connections did not change. */
export function flipIn({ sides, protocol }: Exchange): Flip | undefined {
  return sides
    .flatMap((side) => flipOf(side, protocol) ?? [])
    .reduce<Flip | undefined>(
      (best, one) => (best && strength(best) >= strength(one) ? best : one),
      undefined,
    );
}

/** What shows a flip: the last of what was before, and the first of what came after. */
export function flipShown({ side, to }: Flip): readonly Seen[] {
  const byTime = (a: Seen, b: Seen) => a.first - b.first;
  const of = (when: When, is: boolean) =>
    side.seen.filter((one) => one.when === when && (one.action === to) === is).sort(byTime);
  return [...of('before', false).slice(-2), ...of('after', true).slice(0, 3)];
}
