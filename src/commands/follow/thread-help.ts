/** Help in a thread: what can be said there in a few lines, because others read the thread for something else. */
import type { HelpAnswer } from '../../diagnosis/answer.ts';
import type { Request } from '../../query/request.ts';
import type { Clock } from '../grammar/time-point.ts';
import { VERBS } from '../index.ts';
import type { Understood } from '../verb.ts';
import { requestText } from './request-text.ts';

/** Whether everything that can be asked is about to be listed. */
export function isOverview(understood: Understood): boolean {
  return (
    understood.kind === 'immediate' &&
    understood.answer.kind === 'help' &&
    understood.answer.verbs.length === VERBS.length
  );
}

export function threadHelp(previous: Request | null, clock: Clock): HelpAnswer {
  const verb = VERBS.find(({ name }) => name === previous?.verb);
  const beside =
    previous && verb?.kind === 'question'
      ? `This thread is about \`${requestText(previous, clock)}\`. Beside that I understand \`top\`, \`and yesterday?\`, \`and 10.0.2.9?\`, \`and port 443\`, \`last 3h\`, \`again\`.`
      : 'Ask me in full here, such as `reject 10.0.1.5 last 1h`; then `top` or `and yesterday?` will do.';
  const verbs = VERBS.map(({ name }) => `\`${name}\``).join(', ');
  return {
    kind: 'help',
    verbs: [],
    notes: [beside, `Verbs: ${verbs}. \`help reject\` has one in full, \`/flows help\` all of them.`],
  };
}
