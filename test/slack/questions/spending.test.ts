import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { rememberingEngine } from '../../../src/investigation/remembering-engine.ts';
import { createDecisions } from '../../../src/slack/questions/decisions.ts';
import { remember } from '../../kit/access.ts';
import { type Call, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { costly, held, startBot } from '../../kit/slack-bot.ts';
import { memoryStore } from '../../kit/stores.ts';

const BUDGETS = { question: { bytes: 50e9 }, personPerDay: {}, perDay: {} };
const AT = { channel: 'C0OPS', ts: '1700000000.000001' };

interface Button {
  readonly action_id: string;
  readonly value: string;
  readonly text: { readonly text: string };
}

function textOf(call: Call | undefined): string {
  return JSON.stringify(call?.args ?? null);
}

function buttonsOf(call: Call): readonly Button[] {
  const blocks = call.args['blocks'] as readonly { type: string; elements?: readonly Button[] }[];
  return blocks.flatMap(({ type, elements }) => (type === 'actions' ? (elements ?? []) : []));
}

function eventually(api: SlackApi, method: string, found: (call: Call) => boolean): Promise<Call> {
  return vi.waitFor(() => {
    const call = api.of(method).find(found);
    if (!call) throw new Error(`no such ${method} yet: ${JSON.stringify(api.of(method))}`);
    return call;
  }, 15_000);
}

/** Of a question that runs or waits. */
const OPEN = ['flows-cancel', 'flows-spend', 'flows-stop'];

function verdict(api: SlackApi): Promise<Call> {
  return eventually(
    api,
    'chat.update',
    (call) => !buttonsOf(call).some(({ action_id }) => OPEN.includes(action_id)),
  );
}

async function started(changes: Parameters<typeof startBot>[1] = {}) {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const { source, windows } = costly();
  const bot = await startBot(api.settings, { sources: [source], budgets: BUDGETS, ...changes });
  const port = bot.port ?? 0;
  /** Asks, and waits until the bot asks back. */
  const askedBack = async () => {
    await api.command(port, { text: 'top' });
    const call = await eventually(api, 'chat.update', (one) => textOf(one).includes('flows-spend'));
    const press = (id: string, user?: string) => {
      const button = buttonsOf(call).find(({ action_id }) => action_id === id);
      if (!button) throw new Error(`there is no button ${id}`);
      return api.press(port, { action_id: id, value: button.value }, AT, user);
    };
    return { call, press };
  };
  return { api, bot, port, windows, askedBack };
}

describe('a question that would pass a budget', () => {
  it('asks in its own message, with the figures and what can be done, before anything is run', async () => {
    const { windows, askedBack } = await started();

    const { call } = await askedBack();

    expect(call.args).toMatchObject(AT);
    expect(textOf(call)).toContain('This would scan about 120 GB, about $0.60.');
    expect(textOf(call)).toContain('One question may scan 50 GB here without being asked.');
    expect(textOf(call)).toContain('<@U0ASKER>');
    expect(buttonsOf(call).map(({ text }) => text.text)).toEqual([
      'Go on (about $0.60)',
      'Only the last 20 min',
      'Stop',
    ]);
    expect(windows).toEqual([]);
  });

  it('goes on when the asker says so, in the same message and thread', async () => {
    const { api, windows, askedBack } = await started();
    const { press } = await askedBack();

    await press('flows-spend', 'U0ASKER');
    const root = await verdict(api);

    expect(root.args).toMatchObject(AT);
    expect(textOf(root)).toContain('asked by <@U0ASKER>');
    expect(new Set(windows)).toEqual(new Set([3600]));
    const thread = api.of('chat.postMessage').at(-1);
    expect(thread?.args).toMatchObject({ thread_ts: AT.ts });
  });

  it('is answered about the shorter time when the asker wants only that', async () => {
    const { api, windows, askedBack } = await started();
    const { press } = await askedBack();

    await press('flows-narrow', 'U0ASKER');
    await verdict(api);

    expect(new Set(windows)).toEqual(new Set([1200]));
    expect(textOf(api.of('chat.postMessage').at(-1))).toContain('was narrowed');
  });

  it('is stopped by anybody', async () => {
    const { api, windows, askedBack } = await started();
    const { press } = await askedBack();

    await press('flows-stop', 'U0OTHER');

    expect(textOf(await verdict(api))).toContain('Stopped: other pressed Stop.');
    expect(windows).toEqual([]);
  });

  it.each(['flows-spend', 'flows-narrow'])('is not decided by anybody else: %s', async (id) => {
    const { api, windows, askedBack } = await started();
    const { press } = await askedBack();

    await press(id, 'U0OTHER');

    const told = await eventually(api, 'response_url', () => true);
    expect(textOf(told)).toContain('Only the person who asked');
    expect(windows).toEqual([]);
  });

  it('is decided once', async () => {
    const { api, askedBack } = await started();
    const { press } = await askedBack();
    await press('flows-spend', 'U0ASKER');
    await verdict(api);

    await press('flows-narrow', 'U0ASKER');

    expect(textOf(await eventually(api, 'response_url', () => true))).toContain('decided already');
  });

  it('cannot be decided after a restart', async () => {
    const store = await memoryStore();
    await remember(store, { id: 'before' });
    const { api, port } = await started({ store });

    await api.press(port, { action_id: 'flows-spend', value: 'before 1' }, AT, 'U0ASKER');

    const told = await eventually(api, 'response_url', () => true);
    expect(textOf(told)).toContain('the bot was restarted');
  });

  it('is stopped where nobody decides in time', async () => {
    const { api, windows, askedBack } = await started({ patience: 100 });
    await askedBack();

    const root = await verdict(api);

    expect(textOf(root)).toContain('nobody said within');
    expect(windows).toEqual([]);
  });

  it('keeps nobody from having their turn while it waits', async () => {
    const { source, release } = held();
    release();
    const sources = [costly().source, { ...source, name: 'cheap' }];
    const { api, port, askedBack } = await started({ atOnce: 1, sources });
    await askedBack();

    await api.command(port, { text: 'top in cheap', channel_id: 'C0OTHER' });

    const root = await eventually(api, 'chat.update', ({ args }) => args['channel'] === 'C0OTHER');
    expect(buttonsOf(root)).toEqual([]);
  });

  it('is not run where Slack does not take the question, and says so', async () => {
    const { api, port, windows } = await started();
    api.intercept(({ method, args }) =>
      method === 'chat.update' && textOf({ method, args }).includes('flows-spend')
        ? { body: { ok: false, error: 'cant_update_message' } }
        : undefined,
    );

    await api.command(port, { text: 'top' });

    const root = await eventually(api, 'chat.update', (call) => textOf(call).includes('Not run.'));
    expect(buttonsOf(root)).toEqual([]);
    expect(windows).toEqual([]);
  });
});

describe('what people have spent', () => {
  it('counts for their next questions', async () => {
    const { source } = costly();
    const scan = { queries: 1, bytes: 45e9, records: 1, estimatedUsd: 0.2, milliseconds: 1 };
    const engine = {
      ...source.engine,
      estimate: async () => ({ bytes: 1e9, usd: 0.005, basis: 'told' }),
      run: async () => ({ rows: [], cutOff: false, scan, malformed: { count: 0, samples: [] }, notes: [] }),
    };
    const budgets = { question: {}, personPerDay: { bytes: 100e9 }, perDay: {} };
    const { api, port } = await started({ sources: [{ ...source, engine }], budgets });
    await api.command(port, { text: 'top' });
    await verdict(api);

    await api.command(port, { text: 'top last 2h' });

    const asked = await eventually(api, 'chat.update', (call) => textOf(call).includes('flows-spend'));
    expect(textOf(asked)).toContain('One person may, within 24 hours, scan 100 GB here');
    expect(textOf(asked)).toContain('whoever asks this has scanned 135 GB so far');
  });

  it('counts after a restart, too', async () => {
    const store = await memoryStore();
    const budgets = { question: {}, personPerDay: { bytes: 200e9 }, perDay: {} };
    const { source } = costly();
    const spent = { id: 'before', asker: 'U0ASKER', at_seconds: Math.floor(Date.now() / 1000) - 3600 };
    await store.db
      .insertInto('spending')
      .values({ ...spent, bytes: 150e9, usd: 0.75 })
      .execute();

    const { askedBack } = await started({ store, budgets, sources: [source] });

    expect(textOf((await askedBack()).call)).toContain('150 GB');
  });

  it('is nothing while the store cannot count it: nothing is run, and the answer says so', async () => {
    const store = await memoryStore();
    const { api, port, windows } = await started({ store });
    await store.db.schema.dropTable('spending').execute();

    await api.command(port, { text: 'top' });

    expect(textOf(await verdict(api))).toContain('count what this question would scan');
    expect(windows).toEqual([]);
  });
});

describe('the same question by several people within a minute', () => {
  it('is asked of the service once, and says so', async () => {
    const { source, windows } = costly();
    let now = Date.parse('2026-11-23T14:10:00Z');
    const seconds = () => Math.floor(now / 1000);
    const engine = rememberingEngine(source.engine, { now: seconds });
    const { api, port } = await started({
      sources: [{ ...source, engine }],
      budgets: { question: {}, personPerDay: {}, perDay: {} },
      now: () => now,
    });

    await api.command(port, { text: 'top', channel_id: 'C0ONE' });
    await eventually(api, 'chat.update', ({ args }) => args['channel'] === 'C0ONE');
    const asked = windows.length;
    now += 20_000;
    await api.command(port, { text: 'top', channel_id: 'C0TWO', user_id: 'U0OTHER' });
    await eventually(api, 'chat.update', ({ args }) => args['channel'] === 'C0TWO');

    expect(windows).toHaveLength(asked);
    const thread = api.of('chat.postMessage').at(-1);
    expect(textOf(thread)).toContain('from memory, asked 15:10:00 (add fresh to ask anew)');
  });
});

describe('a decision', () => {
  it('is nobody’s once the question is stopped', async () => {
    const decisions = createDecisions(60_000);
    const decision = decisions.open('q1', 'U0ASKER');
    const controller = new AbortController();
    const made = decision.made(controller.signal);

    controller.abort(new Error('stopped'));

    await expect(made).rejects.toThrow('stopped');
    expect(decisions.choose(decision.id, 'go-on', 'U0ASKER')).toBe('gone');
  });

  it('is another one each time the same question asks', () => {
    const decisions = createDecisions(60_000);

    const [first, second] = [decisions.open('q1', 'U0ASKER'), decisions.open('q1', 'U0ASKER')];
    first.close();

    expect(decisions.choose(first.id, 'go-on', 'U0ASKER')).toBe('gone');
    expect(decisions.choose(second.id, 'narrow', 'U0ASKER')).toBe('decided');
  });
});
