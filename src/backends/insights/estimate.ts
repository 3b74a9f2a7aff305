/** What several queries would scan together, and how that was come by. */
import type { Estimate } from '../../query/engine.ts';
import { countText } from '../aws/quantity.ts';
import type { CompiledQuery } from './compile.ts';
import { estimatedUsd } from './price.ts';
import type { Volume } from './volume.ts';
import type { SearchedTime } from './window.ts';

export function unknownEstimate(basis: string): Estimate {
  return { bytes: null, usd: null, basis };
}

function basisOf({ from }: Volume, queries: string): string {
  return from === 'service'
    ? `at most: ${queries} over all that CloudWatch Logs estimates of that time`
    : `${queries} over as much as earlier ones of these log groups scanned in the same length of time`;
}

/**
 * All queries of the same time scan the same, at most: an index spares some of them a part.
 *
 * @param volumeOf what one query of that time scans at most; null where it cannot be told
 */
export async function estimateOf(
  compiled: readonly CompiledQuery[],
  volumeOf: (time: SearchedTime) => Promise<Volume | null>,
  region: string | null,
): Promise<Estimate> {
  if (compiled.length === 0)
    return { bytes: 0, usd: 0, basis: 'the queries can match nothing, so none is run' };
  const times = new Map(compiled.map((one) => [`${one.startTime}-${one.endTime}`, one]));
  const volumes = await Promise.all(
    [...times].map(async ([key, time]) => [key, await volumeOf(time)] as const),
  );
  const known = new Map(volumes.flatMap(([key, volume]) => (volume ? [[key, volume]] : [])));
  if (known.size < times.size) {
    return unknownEstimate(
      'CloudWatch Logs gives no estimate here, and no query of these log groups has ended yet that would tell',
    );
  }
  const each = compiled.flatMap((one) => known.get(`${one.startTime}-${one.endTime}`) ?? []);
  const bytes = each.reduce((sum, volume) => sum + volume.bytes, 0);
  const queries = countText(compiled.length, 'query', 'queries');
  const bases = new Set(each.map((volume) => basisOf(volume, queries)));
  return { bytes, usd: estimatedUsd(bytes, region), basis: [...bases].join('; ') };
}
