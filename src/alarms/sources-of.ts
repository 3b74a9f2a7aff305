/** Which sources an alarm's question is put to: who reads the channel of alarms need not be allowed to ask those of other accounts. */
import type { Source } from '../investigation/source.ts';
import type { Alarm } from './alarm.ts';

/** Those of the alarm's account; where none says that it is, those that do not say whose they are. */
export function sourcesOf(
  { account }: Pick<Alarm, 'account'>,
  sources: readonly Source[],
): readonly Source[] {
  const own = sources.filter(({ about }) => about.account !== null && about.account === account);
  return own.length > 0 ? own : sources.filter(({ about }) => about.account === null);
}
