/** What an answer could not see, in sentences: what is not in it may still have happened. */
import type { Completeness } from '../diagnosis/diagnosis.ts';
import { counted } from '../present/quantities.ts';
import { isoTime } from '../present/time.ts';

/** As an aggregation interval of ten minutes and a usual delivery, seconds. */
const LATE = 20 * 60;

const KEEPS: Readonly<Record<Completeness['keeps'], string | null>> = {
  ALL: null,
  ACCEPT: 'the flow log keeps accepted traffic only',
  REJECT: 'the flow log keeps rejected traffic only',
  unknown: 'what the flow log keeps is not known',
};

export function unseenBy(completeness: Completeness): readonly string[] {
  const { window, completeUntil, keeps, skipData, cutOff, interfacesNotLogged, malformed } = completeness;
  const failed = (completeness.sources ?? []).filter(({ outcome }) => outcome === 'failed');
  const kept = KEEPS[keeps];
  return [
    ...(completeUntil === null ? ['no record tells how complete it is'] : []),
    ...(completeUntil !== null && window.end - completeUntil > LATE
      ? [`records after ${isoTime(completeUntil)} had not been delivered when it was asked`]
      : []),
    ...(kept === null ? [] : [kept]),
    ...(skipData.records > 0 ? [`AWS skipped records (SKIPDATA): ${counted(skipData.records, 'gap')}`] : []),
    ...(cutOff ? ['there was more than was read'] : []),
    ...(interfacesNotLogged.length > 0 ? [`not logged: ${interfacesNotLogged.join(', ')}`] : []),
    ...(malformed.count > 0 ? [`${counted(malformed.count, 'line')} could not be read`] : []),
    ...failed.map(({ name, because }) => `${name} failed${because ? `: ${because}` : ''}`),
    ...completeness.notes,
  ];
}
