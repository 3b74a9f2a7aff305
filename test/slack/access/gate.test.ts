import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AccessSettings } from '../../../src/access/rules.ts';
import { createGate } from '../../../src/slack/access/gate.ts';
import { createMembers } from '../../../src/slack/access/members.ts';
import { createPeople } from '../../../src/slack/access/people.ts';
import { createPlaces } from '../../../src/slack/access/places.ts';
import { createUserGroups } from '../../../src/slack/access/user-groups.ts';
import { createOutbox } from '../../../src/slack/delivery/outbox.ts';
import {
  COLLEAGUE,
  factsOf,
  OPS,
  ORDINARY_CHANNELS,
  REFUSED_PEOPLE,
  RULES,
  sourceNamed,
} from '../../kit/access.ts';
import { type Call, type Reply, startSlackApi } from '../../kit/slack-api.ts';

const PRIVATE = ORDINARY_CHANNELS['a private channel'].id;
const SEVERAL = ORDINARY_CHANNELS['a direct message of several'].id;
const MINUTE = 60_000;
const OWN = { botUserId: 'U0FLOWS', botId: 'B0FLOWS', team: 'T0TEST', enterprise: 'E0TEST' };

/** A gate at a clock that stands still, in the workspace of the kit. @param special what Slack answers instead */
async function gateIn(
  special: (call: Call) => Reply | undefined = () => undefined,
  settings: AccessSettings = RULES,
) {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  let reply = special;
  api.intercept((call) => reply(call) ?? factsOf(call));
  let at = 0;
  const now = () => at;
  const log = pino({ level: 'silent' });
  const client = new WebClient('xoxb-test', {
    slackApiUrl: api.settings.apiUrl ?? '',
    retryConfig: { retries: 0 },
  });
  const outbox = createOutbox({ log, monotonic: () => 0 });
  const members = createMembers(client, outbox, now);
  const gate = createGate({
    settings,
    sources: [sourceNamed('open'), sourceNamed('secret')],
    budgets: undefined,
    people: createPeople(client, outbox, now),
    places: createPlaces(client, outbox, now),
    userGroups: createUserGroups(client, outbox, now),
    members,
    identity: () => OWN,
    log,
  });
  return {
    api,
    gate,
    members,
    pass: (milliseconds: number) => {
      at += milliseconds;
    },
    answer: (next: (call: Call) => Reply | undefined) => {
      reply = next;
    },
  };
}

function listing(...members: readonly string[]) {
  return ({ method }: Call): Reply | undefined =>
    method === 'conversations.members' ? { body: { ok: true, members } } : undefined;
}

describe.each([
  ['a private channel', PRIVATE],
  ['a direct message of several', SEVERAL],
])('%s', (_, channel) => {
  it('is closed to somebody who is not in it, as when something is to be shared into it', async () => {
    const { gate } = await gateIn(listing('U0SOMEBODY'));

    expect(await gate.admit({ user: COLLEAGUE, channel })).toMatchObject({
      kind: 'refused',
      because: 'You are not in that conversation.',
    });
  });

  it('is open to its members, on whichever page Slack lists them', async () => {
    const { gate } = await gateIn(({ method, args }) => {
      if (method !== 'conversations.members') return undefined;
      const [members, next_cursor] = args['cursor'] === 'more' ? [[COLLEAGUE], ''] : [['U0SOMEBODY'], 'more'];
      return { body: { ok: true, members, response_metadata: { next_cursor } } };
    });

    expect((await gate.admit({ user: COLLEAGUE, channel })).kind).toBe('allowed');
  });

  it('is open to somebody who just did something in it, without asking Slack', async () => {
    const { gate, members, api } = await gateIn(listing());
    members.note(COLLEAGUE, channel);

    expect((await gate.admit({ user: COLLEAGUE, channel })).kind).toBe('allowed');
    expect(api.of('conversations.members')).toEqual([]);
  });

  it('is closed again to who has left it', async () => {
    const { gate, members, pass } = await gateIn(listing());
    members.note(COLLEAGUE, channel);
    pass(10 * MINUTE);

    expect((await gate.admit({ user: COLLEAGUE, channel })).kind).toBe('refused');
  });

  it('is open at once to who has just come', async () => {
    const { gate, answer } = await gateIn(listing('U0SOMEBODY'));
    await gate.admit({ user: COLLEAGUE, channel });
    answer(listing('U0SOMEBODY', COLLEAGUE));

    expect((await gate.admit({ user: COLLEAGUE, channel })).kind).toBe('allowed');
  });
});

describe('a public channel', () => {
  const GUEST = REFUSED_PEOPLE['a guest'].id;
  const visit = { user: GUEST, channel: OPS };

  it.each([
    ['closed', 'refused', listing('U0SOMEBODY')],
    ['open', 'allowed', listing('U0SOMEBODY', GUEST)],
  ])('is %s to a guest who may ask, by whether they are in it', async (_, kind, members) => {
    const { gate } = await gateIn(members, { ...RULES, guests: [GUEST] });

    expect((await gate.admit(visit)).kind).toBe(kind);
  });

  it('is open to everybody else, without asking who is in it', async () => {
    const { gate, api } = await gateIn(listing());

    expect((await gate.admit({ user: COLLEAGUE, channel: OPS })).kind).toBe('allowed');
    expect(api.of('conversations.members')).toEqual([]);
  });
});

describe('what Slack says', () => {
  const ASK = { user: COLLEAGUE, channel: OPS };

  it('is asked for once in five minutes', async () => {
    const { gate, api, pass } = await gateIn();
    const methods = () => api.calls.map(({ method }) => method).sort();

    await Promise.all([gate.admit(ASK), gate.admit(ASK)]);
    pass(5 * MINUTE - 1);
    await gate.admit(ASK);
    expect(methods()).toEqual(['conversations.info', 'usergroups.users.list', 'users.info']);
    pass(1);

    await gate.admit(ASK);
    expect(methods()).toHaveLength(6);
  });

  it('of who has become a guest counts after five minutes', async () => {
    const { gate, answer, pass } = await gateIn();
    expect((await gate.admit(ASK)).kind).toBe('allowed');
    answer(({ method }) =>
      method === 'users.info'
        ? { body: { ok: true, user: { team_id: 'T0TEST', is_restricted: true } } }
        : undefined,
    );
    pass(5 * MINUTE);

    expect((await gate.admit(ASK)).kind).toBe('refused');
  });

  it('of people in other workspaces of the same organisation lets them in', async () => {
    const { gate } = await gateIn(({ method }) =>
      method === 'users.info'
        ? { body: { ok: true, user: { team_id: 'T0SISTER', enterprise_user: { enterprise_id: 'E0TEST' } } } }
        : undefined,
    );

    expect((await gate.admit(ASK)).kind).toBe('allowed');
  });

  it('of a conversation is not asked for in direct messages with the bot', async () => {
    const { gate, api } = await gateIn();

    expect((await gate.admit({ user: COLLEAGUE, channel: 'D0DIRECT' })).kind).toBe('allowed');
    expect(api.of('conversations.info')).toEqual([]);
  });

  it('of no conversation at all is refused', async () => {
    const { gate } = await gateIn(({ method }) =>
      method === 'conversations.info' ? { body: { ok: false, error: 'invalid_arguments' } } : undefined,
    );

    expect((await gate.admit({ user: COLLEAGUE, channel: '' })).kind).toBe('refused');
  });
});
