/** Whether an upload is unusual enough, with what is remembered or without it. */
import type { AlertSeverity } from '../../diagnosis/detection.ts';
import { isLearning, isOldDestination, peerOf, remembersDays } from '../detection/acquainted.ts';
import type { ExfiltrationScope } from './parameters.ts';
import type { Upload } from './uploads.ts';
import { type Excess, excessOf, isKnownSender, surplusShift } from './usual.ts';

const MB = 1e6;
const DAY = 86_400;
/** A destination that anybody of ours has known for so long is no news to a host that is new itself. */
const OLD_DAYS = 7;
/** Without a history, so many times the threshold are looked at within a day; less is for the digest, and so is a nightly backup that is seen for the first time. */
const MUCH = 5;

export interface Judged {
  readonly level: number;
  readonly severity: AlertSeverity;
  readonly isNew: boolean;
  /** Null where nothing is remembered that could tell what is usual. */
  readonly excess: Excess | null;
}

function isNewPeer({ source, destinations }: Upload, { detecting, request }: ExfiltrationScope): boolean {
  const { history } = detecting;
  const [destination = ''] = destinations;
  const known = peerOf(history, source, destination);
  if (known && known.first < request.window.start - DAY) return false;
  const isOld = isOldDestination(history, destination, OLD_DAYS, request.window.end);
  return !isOld || (history !== null && isKnownSender(source, history));
}

function unknown(
  { bytes, surplus }: Upload,
  { parameters: set, detecting, request }: ExfiltrationScope,
): Judged {
  const times = bytes / (set.unknownMegabytes * MB);
  return {
    level: Math.min(times, surplus / set.unknownSurplus),
    severity:
      times >= MUCH && !isLearning(detecting.history, set.learnDays, request.window.end) ? 'medium' : 'low',
    isNew: false,
    excess: null,
  };
}

export function judgementOf(upload: Upload, scope: ExfiltrationScope): Judged {
  const { parameters: set, detecting, request } = scope;
  const { history } = detecting;
  if (!history || !remembersDays(history, set.learnDays, request.window.end)) return unknown(upload, scope);
  const isNew = isNewPeer(upload, scope);
  const excess = excessOf(upload, isNew, history, request.window);
  const shift = surplusShift(upload, history);
  // Of a destination that it knows and never sent much to, it is known only that this is more.
  const known =
    shift === null ? excess.value / (set.unknownMegabytes * MB) : shift / Math.max(0.01, set.surplusShift);
  return {
    level: Math.min(
      excess.deviations / set.deviations,
      excess.value / (set.megabytes * MB),
      // A call has as much in both directions, however much that is.
      upload.surplus / Math.max(0.01, set.surplus),
      isNew ? Number.POSITIVE_INFINITY : known,
    ),
    severity: 'medium',
    isNew,
    excess,
  };
}
