/** Whether somebody may still be told there of what they watch: what they may ask changes while a watch is on. */
import { type Allowed, maySee } from '../../access/access.ts';
import type { RememberedQuestion } from '../../store/questions.ts';
import type { Watch } from '../../store/watches.ts';
import type { Desk } from '../desk.ts';

/** What the person alone is told who may not. */
export const NOT_ALLOWED = 'you may not ask that here any more.';
export const FORGOTTEN = 'the question is not remembered any more.';

/** The sources that the question was put to and no others, so that all that is found since is of those too; null where they may not ask them. */
export async function watchAccess(
  { gate }: Pick<Desk, 'gate'>,
  { by, channel }: Pick<Watch, 'by' | 'channel'>,
  { sources: asked }: Pick<RememberedQuestion, 'sources'>,
): Promise<Allowed | null> {
  const access = await gate.admit({ user: by, channel });
  if (access.kind === 'refused' || !maySee(access, asked)) return null;
  return { ...access, sources: access.sources.filter(({ name }) => asked.includes(name)) };
}
