/** Why somebody is refused of whom, or of whose place, Slack does not say what access depends on. */
import type { Refused } from '../../access/access.ts';
import { type Failure, failureText } from '../delivery/failure.ts';
import { REINSTALL, tokenProblem } from '../delivery/problems.ts';

/** What Slack was asked for. */
export type Untold = 'person' | 'place' | 'groups';

const WORDS: Readonly<Record<Untold, string>> = {
  person: 'who you are',
  place: 'who reads this conversation',
  groups: 'which user groups you are in',
};

/** Where the scope is not named: those with which Slack's reference says it can be read. */
const SCOPES: Readonly<Record<Untold, string>> = {
  person: 'users:read',
  place: 'channels:read, groups:read, mpim:read',
  groups: 'usergroups:read',
};

/** @param failure null where Slack answered, and left it out */
export function untold(what: Untold, failure: Failure | null): Refused {
  const code = failure?.kind === 'refused' ? failure.code : null;
  if (what === 'place' && (code === 'channel_not_found' || code === 'not_in_channel')) {
    return {
      kind: 'refused',
      because: 'I am not in this conversation, so I cannot tell who reads it.',
      todo: 'Invite me with /invite, then ask again.',
    };
  }
  const ofToken = failure && tokenProblem(failure);
  if (ofToken) return { kind: 'refused', because: ofToken.problem, todo: ofToken.todo };
  if (failure?.kind === 'refused' && code === 'missing_scope') {
    const because = `I may not read in Slack ${WORDS[what]}. Needed: ${failure.needed ?? SCOPES[what]}.`;
    return { kind: 'refused', because, todo: REINSTALL };
  }
  return {
    kind: 'refused',
    because: `Slack does not tell me ${WORDS[what]}${failure ? ` (${failureText(failure)})` : ''}.`,
    todo: 'Ask again in a minute; where it stays so, tell whoever runs this bot.',
    ...(failure !== null && failure.kind !== 'refused' ? { isPassing: true as const } : {}),
  };
}
