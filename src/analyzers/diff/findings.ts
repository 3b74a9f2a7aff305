/** What changed as findings: all of it in one sentence first, then the most telling changes by themselves. */
import type { Finding } from '../../diagnosis/diagnosis.ts';
import { MAX_EVIDENCE } from '../../diagnosis/evidence.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { flowEvidence } from '../flow-evidence.ts';
import type { Change } from './change.ts';
import { flipShown } from './flip.ts';
import type { Compared } from './windows.ts';
import { changeSentence, nextOf, summaryText } from './words.ts';

/** Changes that are findings of their own, beside the list. */
const FINDINGS = 5;

function evidenceOf({ what, seen }: Change): Finding['evidence'] {
  const shown =
    what.kind === 'flipped'
      ? flipShown(what.flip)
      : [...seen].sort((a, b) => b.packets - a.packets).slice(0, 3);
  return shown.slice(0, MAX_EVIDENCE).map(flowEvidence);
}

/** A rule does not vary by itself; whether amounts do is a matter of chance. */
function confidenceOf({ what }: Change): number {
  if (what.kind !== 'flipped') return 0.9;
  const { before, after } = what.flip;
  const few = Math.min(before.accepted + before.rejected, after.accepted + after.rejected) < 3;
  return few ? 0.75 : 0.95;
}

function changeFinding(change: Change, compared: Compared, network: NetworkIndex | null): Finding {
  return {
    verdict: 'listing',
    confidence: confidenceOf(change),
    summary: changeSentence(change, network),
    blocker: null,
    evidence: evidenceOf(change),
    nextCheck: nextOf(change, compared),
  };
}

function overview(changes: readonly Change[], compared: Compared, network: NetworkIndex | null): Finding {
  const told = changes.filter(({ what }) => what.kind !== 'untold');
  const [first] = told;
  return {
    verdict: 'listing',
    confidence: first ? confidenceOf(first) : 0.85,
    summary: summaryText(
      told,
      changes.filter(({ what }) => what.kind === 'untold'),
      compared,
      network,
    ),
    blocker: null,
    evidence: first ? evidenceOf(first) : [],
    nextCheck: first
      ? nextOf(first, compared)
      : 'If something did change, name the host or the port, or move the windows closer to the moment.',
  };
}

export function changeFindings(
  changes: readonly Change[],
  compared: Compared,
  network: NetworkIndex | null,
): readonly Finding[] {
  const told = changes.filter(({ what }) => what.kind !== 'untold').slice(1, FINDINGS);
  return [
    overview(changes, compared, network),
    ...told.map((change) => changeFinding(change, compared, network)),
  ];
}
