/** One round of the watcher: what it found moves the alerts of its source, and what moved is told, folded, or kept with the reason why nobody is told. Pure. */
import type { Alert } from './alert.ts';
import { draftOf } from './draft.ts';
import { confirmationOf } from './life/confirmation.ts';
import { moveAll } from './life/move.ts';
import { suppress } from './life/suppress.ts';
import type { Outcome, Round, Standing } from './round.ts';
import type { AlertSettings } from './settings.ts';
import { tellChanges } from './telling/news.ts';
import { release } from './telling/release.ts';
import { tell } from './telling/tell.ts';

/** The same round again, on what came of it, changes nothing. */
export function step(
  round: Round,
  standing: Standing,
  settings: AlertSettings,
  confirmation: typeof confirmationOf = confirmationOf,
): Outcome {
  const draft = draftOf(standing, round.nowMs);
  const isOfRound = ({ source, account }: Alert) => source === round.source && account === round.account;
  const ofRound = () => draft.alerts().filter(isOfRound);
  moveAll(draft, round, settings, confirmation);
  suppress(draft, ofRound(), settings);
  tellChanges(draft, round.isCatchingUp, settings);
  tell(draft, ofRound(), round.isCatchingUp, settings);
  release(draft, settings);
  return draft.outcome();
}
