import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Gate } from '../../../src/access/access.ts';
import { openGate } from '../../../src/access/access.ts';
import { type Call, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { sourceNamed, startBot } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

const NAMES: Readonly<Record<string, string>> = { U0ASKER: 'Alice', U0BOB: 'Bob' };
const LONG = 10_000;

interface Scene {
  readonly api: SlackApi;
  readonly port: number;
  /** Types it after `/flows` in #ops. */
  type(text: string, fields?: Readonly<Record<string, string>>): Promise<Response>;
  /** Writes it after a mention in a thread of #ops. */
  mention(text: string, thread?: string): Promise<Response>;
  react(ts: string, reaction?: string): Promise<Response>;
}

function withNames({ method, args }: Call) {
  if (method !== 'users.info') return undefined;
  const user = { id: args['user'], team_id: 'T0TEST', tz: 'UTC', real_name: NAMES[String(args['user'])] };
  return { body: { ok: true, user } };
}

async function scene(gate?: Gate): Promise<Scene> {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  api.intercept(withNames);
  const bot = await startBot(api.settings, gate ? { gate } : {});
  const port = bot.port ?? 0;
  return {
    api,
    port,
    type: (text, fields) => api.command(port, { text, ...fields }),
    mention: (text, thread) =>
      api.event(port, {
        type: 'app_mention',
        ...{ user: 'U0ASKER', channel: 'C0OPS', ts: '1700000500.000001' },
        text: `<@U0FLOWS> ${text}`,
        ...(thread === undefined ? {} : { thread_ts: thread }),
      }),
    react: (ts, reaction = 'pushpin') =>
      api.event(port, {
        type: 'reaction_added',
        ...{ user: 'U0BOB', reaction, item_user: 'U0FLOWS', event_ts: '1700000600.000001' },
        item: { type: 'message', channel: 'C0OPS', ts },
      }),
  };
}

function textOf(call: Call): string {
  return JSON.stringify(call.args).replaceAll('\u2060', '');
}

/** The last call of a method that holds a text, once there is one. */
function said({ api }: Scene, method: string, text: string | RegExp): Promise<Call> {
  return vi.waitFor(() => {
    const found = api.of(method).filter((call) => textOf(call).match(text));
    if (found.length === 0) throw new Error(`not yet: ${api.of(method).map(textOf).join('\n')}`);
    return found.at(-1) as Call;
  }, LONG);
}

const posted = (at: Scene, text: string | RegExp) => said(at, 'chat.postMessage', text);
const updated = (at: Scene, text: string | RegExp) => said(at, 'chat.update', text);
/** What the person alone is told. */
const told = (at: Scene, text: string | RegExp) => said(at, 'response_url', text);

async function opened(gate?: Gate): Promise<Scene> {
  const at = await scene(gate);
  await at.type('incident open "Checkout cannot reach the database" sev2');
  await posted(at, 'Checkout cannot reach the database');
  return at;
}

/** Opened, and a question answered in the same channel: the card is the first message, the question the second. */
async function asked(gate?: Gate): Promise<Scene> {
  const at = await opened(gate);
  await at.type('reject 10.0.1.5');
  await updated(at, 'asked by');
  return at;
}

const CARD = '1700000000.000001';
const ROOT = '1700000000.000002';

describe('opening an incident', () => {
  it('shows in the channel how it stands, and how to add to it', async () => {
    const at = await opened();

    const card = await posted(at, 'INC-1');
    expect(card.args).toMatchObject({ channel: 'C0OPS' });
    expect(card.args).not.toHaveProperty('thread_ts');
    expect(textOf(card)).toMatch(/\*sev2\* · open since .* UTC · opened by Alice · 0 findings/);
    expect(textOf(card)).toContain(':pushpin:');
  });

  it('is done once, also where Slack delivers it twice', async () => {
    const at = await scene();

    await Promise.all([1, 2].map(() => at.type('incident open "Down"', { trigger_id: 'same' })));
    await posted(at, 'INC-1');

    expect(at.api.of('chat.postMessage')).toHaveLength(1);
  });

  it('binds it to the thread in which the bot is mentioned', async () => {
    const at = await scene();

    await at.mention('incident open "Checkout is down"', '1700000400.000001');

    expect((await posted(at, 'INC-1')).args).toMatchObject({ thread_ts: '1700000400.000001' });
  });

  it('lets a title format, mention and link nothing', async () => {
    const at = await scene();

    await at.type('incident open "*now* &lt;!channel&gt; https://evil.example"');
    const card = await posted(at, 'INC-1');

    expect(textOf(card)).toContain('&lt;!channel&gt;');
    expect(JSON.stringify(card.args)).not.toMatch(/\*now\*|<!channel|:\/\/evil/);
  });
});

describe('adding an answer to an incident', () => {
  it('by reaction is said in the thread of the incident, and counted in its card', async () => {
    const at = await asked();

    await at.react(ROOT);

    const thread = await posted(at, 'added a finding');
    expect(thread.args).toMatchObject({ channel: 'C0OPS', thread_ts: CARD });
    expect(textOf(thread)).toContain('Bob added a finding');
    expect((await updated(at, '1 finding')).args).toMatchObject({ ts: CARD });
  });

  it('by the same reaction is done once, and by other reactions not at all', async () => {
    const at = await asked();

    await at.react(ROOT, 'thumbsup');
    await at.react(ROOT);
    await posted(at, 'added a finding');
    await at.react(ROOT);
    await at.react(CARD);
    await at.type('incident note the end');
    await posted(at, 'the end');

    expect(
      at.api.of('chat.postMessage').filter((call) => textOf(call).includes('added a finding')),
    ).toHaveLength(1);
  });

  it('by command takes the last answer there, or the one of a link', async () => {
    const at = await asked();

    await at.type('incident add');
    await posted(at, 'Alice added a finding');
    await at.type(`incident add https://acme.slack.com/archives/C0OPS/p${ROOT.replace('.', '')}`);

    await told(at, 'INC-1 has that finding already.');
  });

  it('under the card takes the last answer of the channel', async () => {
    const at = await asked();

    await at.mention('incident add', CARD);

    expect((await posted(at, 'Alice added a finding')).args).toMatchObject({ thread_ts: CARD });
  });

  it('is refused where the incident’s channel may not see its sources, and nothing of it is said', async () => {
    const [core, payments] = [sourceNamed('core'), sourceNamed('payments')];
    let isOpen = true;
    const gate: Gate = {
      admit: async () => ({ kind: 'allowed', sources: isOpen ? [core, payments] : [core] }),
    };
    const api = await startSlackApi();
    onTestFinished(() => api.close());
    api.intercept(withNames);
    const store = await memoryStore();
    const { port } = await startBot(api.settings, { gate, store });
    const at = { api, port: port ?? 0 } as Scene;
    await api.command(at.port, { text: 'incident open "Down"' });
    await posted(at, 'INC-1');
    await api.command(at.port, { text: 'reject 10.0.1.5' });
    await updated(at, 'asked by');
    await store.db.updateTable('question').set({ sources: '["payments"]' }).execute();
    isOpen = false;

    await api.command(at.port, { text: 'incident add' });
    await told(at, 'may not be shown');
    await api.command(at.port, { text: 'incident status' });

    expect(textOf(await posted(at, 'Timeline'))).not.toContain('added a finding');
  });
});

describe('what is noted and done in an incident', () => {
  it('is said in its thread with the names of people, and rings who is to do it', async () => {
    const at = await opened();

    await at.type('incident note <@U0BOB|bob> rolled it back');
    await at.type('incident action restore the rule <@U0BOB|bob>');

    expect(textOf(await posted(at, 'rolled it back'))).toContain('@Bob rolled it back');
    expect(textOf(await posted(at, 'restore the rule'))).toContain('<@U0BOB>');
    await updated(at, '1 action, 1 open');
    await at.type('incident done 1');
    await updated(at, '1 action, all done');
    await at.type('incident done 4');
    await told(at, 'has no action of that number');
  });

  it('is shown by its status: what is known first, then what is to do, then what happened', async () => {
    const at = await asked();
    await at.react(ROOT);
    await at.type('incident action restore the rule');
    await updated(at, '1 action, 1 open');

    await at.type('incident status');
    const status = textOf(await posted(at, 'Known so far'));

    expect(status).toMatch(
      /Known so far.*nothing.*To check.*Actions.*1\. restore the rule.*Timeline.*Bob added/i,
    );
  });

  it('is named where several are open, by a command to paste', async () => {
    const at = await opened();
    await at.type('incident open "Batch jobs stall"');
    await posted(at, 'Batch jobs stall');

    await at.type('incident report');
    await told(at, '`/flows incident report INC-2`');
    await at.type('incident note which one');
    await told(at, '`/flows incident note INC-2 …`');
    await at.type('incident reopen');
    await told(at, 'No incident was closed here.');
  });

  it('ends with closing, which its card shows with what it was', async () => {
    const at = await opened();

    await at.type('incident severity sev1');
    await updated(at, 'sev1');
    await at.type('incident close "the network ACL"');

    expect(textOf(await updated(at, 'What it was'))).toMatch(/the network ACL/);
    await at.type('incident note too late');
    await told(at, 'No incident is open here; INC-1 is closed.');
    await at.type('incident reopen');
    await posted(at, 'opened the incident again');
  });
});

describe('which incident is meant', () => {
  it('is asked where several are open in the channel, and told by its number', async () => {
    const at = await opened();
    await at.type('incident open "Search is slow"');
    await posted(at, 'INC-2');

    await at.type('incident note which one');
    expect(textOf(await told(at, 'Several incidents'))).toMatch(
      /INC-2 .Search is slow., INC-1 .*incident note INC-2/,
    );
    await at.type('incident note INC-2 this one');

    expect((await posted(at, 'this one')).args).toMatchObject({ thread_ts: ROOT });
  });

  it('is the one of the thread before the one of the channel', async () => {
    const at = await opened();
    await at.mention('incident open "In a thread"', '1700000400.000001');
    await posted(at, 'INC-2');

    await at.mention('incident note to the thread', '1700000400.000001');
    await at.type('incident note to the channel');

    expect((await posted(at, 'to the thread')).args).toMatchObject({ thread_ts: '1700000400.000001' });
    expect((await posted(at, 'to the channel')).args).toMatchObject({ thread_ts: CARD });
  });

  it('is none in another channel, whose members may not read of it', async () => {
    const at = await opened();

    await at.type('incident list', { channel_id: 'C0WEB' });
    const list = await told(at, 'not shown here');
    await at.type('incident status INC-1', { channel_id: 'C0WEB' });
    await told(at, 'There is no INC-1 that is shown here.');

    expect(textOf(list)).not.toContain('Checkout');
  });

  it('may be of another channel that is public, and is then shown to the person alone', async () => {
    const at = await opened();
    at.api.intercept((call) =>
      call.method === 'conversations.info'
        ? { body: { ok: true, channel: { id: 'C0OPS', is_private: false } } }
        : withNames(call),
    );

    await at.type('incident list', { channel_id: 'C0WEB' });
    await told(at, /INC-1.*Checkout/);
    await at.type('incident status INC-1', { channel_id: 'C0WEB' });

    await told(at, 'Timeline');
  });
});

describe('the report of an incident', () => {
  async function reported(text: string, intercept?: Parameters<SlackApi['intercept']>[0]) {
    const at = await asked();
    await at.react(ROOT);
    await posted(at, 'added a finding');
    if (intercept) at.api.intercept((call, calls) => intercept(call, calls) ?? withNames(call));
    await at.type(`incident report ${text}`);
    return at;
  }

  it('is a summary and a file in the thread of the incident', async () => {
    const at = await reported('');

    const summary = await posted(at, 'Report of');
    const file = await said(at, 'files.completeUploadExternal', 'INC-1');

    expect(summary.args).toMatchObject({ channel: 'C0OPS', thread_ts: CARD });
    expect(file.args).toMatchObject({ channel_id: 'C0OPS', thread_ts: CARD });
    expect(at.api.of('files.getUploadURLExternal')[0]?.args).toMatchObject({ filename: 'inc-1.md' });
    expect(at.api.of('upload')[0]?.args).toMatchObject({ begins: '# INC-1:' });
    await told(at, 'in the thread of INC-1');
  });

  it('can be the evidence as CSV', async () => {
    const at = await reported('as csv');

    await said(at, 'files.completeUploadExternal', 'Evidence of INC-1');

    expect(at.api.of('upload')[0]?.args).toMatchObject({ begins: 'incident' });
  });

  it('can be a canvas that the channel may read', async () => {
    const at = await reported('as canvas', ({ method }) => {
      if (method === 'canvases.create') return { body: { ok: true, canvas_id: 'F0CANVAS' } };
      if (method === 'auth.test')
        return { body: { ok: true, url: 'https://acme.slack.com/', team_id: 'T0TEST' } };
      return undefined;
    });

    const link = await posted(at, 'docs');

    expect(JSON.stringify(link.args)).toContain('https://acme.slack.com/docs/T0TEST/F0CANVAS');
    expect(textOf(at.api.of('canvases.create')[0] as Call)).toContain('# INC-1: Checkout');
    expect(textOf(at.api.of('canvases.access.set')[0] as Call)).toContain('C0OPS');
    expect(at.api.of('upload')).toEqual([]);
  });

  it.each([
    ['missing_scope', 'lacks the optional permission canvases:write'],
    ['team_tier_cannot_create_channel_canvases', 'plan of this workspace'],
    ['free_team_canvas_tab_already_exists', 'one canvas on the free plan'],
    ['canvas_disabled_user_team', 'turned off in this workspace'],
    ['unknown_method', 'knows no canvases'],
  ])('says why there is no canvas, and is a file instead: %s', async (error, because) => {
    const at = await reported('as canvas', ({ method }) =>
      method === 'canvases.create' ? { body: { ok: false, error } } : undefined,
    );

    await posted(at, because);
    await said(at, 'files.completeUploadExternal', 'Report of INC-1');
  });

  it('says so where Slack takes no file', async () => {
    const at = await reported('', ({ method }) =>
      method === 'files.completeUploadExternal'
        ? { body: { ok: false, error: 'not_in_channel' } }
        : undefined,
    );

    await posted(at, /file is not here.*invite/);
  });
});

describe('somebody without access', () => {
  it('can do nothing with an incident, and is told why', async () => {
    const guest: Gate = {
      admit: async ({ user }) =>
        user === 'U0GUEST'
          ? { kind: 'refused', because: 'Guests may not ask.', todo: 'Ask a colleague.' }
          : openGate([sourceNamed('core')]).admit({ user, channel: 'C0OPS' }),
    };
    const at = await opened(guest);
    const posts = at.api.of('chat.postMessage').length;

    for (const text of ['open "Mine"', 'status', 'list all', 'note hello', 'report', 'close']) {
      await at.type(`incident ${text}`, { user_id: 'U0GUEST' });
    }

    await vi.waitFor(() => expect(at.api.of('response_url')).toHaveLength(6), LONG);
    for (const call of at.api.of('response_url')) expect(textOf(call)).toContain('Guests may not ask.');
    expect(at.api.of('chat.postMessage')).toHaveLength(posts);
  });
});
