/** `accuracy`: how often answers were right, said to whoever asks and may ask anything there. It names no source and nothing that was found. */
import type { AccuracyAction } from '../../commands/action.ts';
import { accuracyMessage } from '../../present/accuracy-message.ts';
import { createJudgements } from '../../store/judgements.ts';
import { refusalMessage } from '../access/seen.ts';
import type { ActionTools } from '../desk.ts';
import type { Perform } from '../perform.ts';

const DAY = 86_400;

export function performAccuracy({ gate, store }: ActionTools): Perform<AccuracyAction> {
  const judgements = createJudgements(store.db);
  return async ({ window: { start, end } }, { askedBy: user, place: { channel }, whisper }) => {
    const access = await gate.admit({ user, channel });
    if (access.kind === 'refused') return whisper(refusalMessage(access));
    const precision = await judgements.precision(start * 1000);
    await whisper(accuracyMessage(precision, Math.round((end - start) / DAY)));
  };
}
