import { pino } from 'pino';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDemoSource } from '../../../src/demo/source.ts';
import type { SlackMessage } from '../../../src/present/block-kit.ts';
import type { Delivery } from '../../../src/slack/delivery/outbox.ts';
import {
  createTakenForms,
  type Forms,
  firstTaken,
  REMEMBERED,
  type TakenForms,
} from '../../../src/slack/delivery/taken-forms.ts';
import { createKept } from '../../../src/store/kept.ts';
import type { Store } from '../../../src/store/store.ts';
import { type Call, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { startBot } from '../../kit/slack-bot.ts';
import { DATABASES, memoryStore, openedStore } from '../../kit/stores.ts';

const HOUR = 3_600_000;

/** The types of a call's blocks. */
function blockTypes({ args }: Call): readonly string[] {
  const blocks = Array.isArray(args['blocks']) ? (args['blocks'] as readonly { type: string }[]) : [];
  return blocks.map(({ type }) => type);
}

/** The replies in threads, as they were sent: each with the newer blocks it has. */
function replies(api: SlackApi): readonly (readonly string[])[] {
  const newer = (types: readonly string[]) => types.filter((type) => type.startsWith('data_'));
  return api
    .of('chat.postMessage')
    .filter(({ args }) => args['thread_ts'] !== undefined)
    .map((call) => newer(blockTypes(call)));
}

interface Asked {
  readonly store?: Store;
  readonly form?: 'auto' | 'newer' | 'classic';
  readonly now?: () => number;
}

/** A workspace that does not take some blocks, and a bot that knows the demo network. */
async function workspace(refused: readonly string[], { store, form = 'auto', now = Date.now }: Asked = {}) {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const source = createDemoSource(() => Math.floor(now() / 1000));
  const { port, stop } = await startBot(
    { ...api.settings, form },
    { sources: [source], now, ...(store ? { store } : {}) },
  );
  api.intercept((call) =>
    blockTypes(call).some((type) => refused.includes(type))
      ? { body: { ok: false, error: 'invalid_blocks' } }
      : undefined,
  );
  let answered = 0;
  async function ask(text: string) {
    answered += 1;
    await api.command(port ?? 0, { text });
    await vi.waitFor(() => {
      const verdicts = api.of('chat.update').filter((call) => !blockTypes(call).includes('actions'));
      expect(verdicts).toHaveLength(answered);
    }, 20_000);
  }
  return { api, ask, stop };
}

describe('a workspace that takes the newer blocks', () => {
  it('gets tables and charts that Slack draws, and no picture beside a chart', async () => {
    const { api, ask, stop } = await workspace([]);

    await ask('top by bytes');
    await ask('timeline 10.0.1.5');
    await stop();

    expect(replies(api)).toEqual([['data_table'], ['data_visualization']]);
    expect(api.of('files.getUploadURLExternal')).toEqual([]);
  });
});

describe('a workspace that refuses the newer blocks', () => {
  it('gets the table as fixed-width text at once, and from then on straight away', async () => {
    const { api, ask } = await workspace(['data_table']);

    await ask('top by bytes');
    await ask('top by packets');

    expect(replies(api)).toEqual([['data_table'], [], []]);
    const [, text] = api.of('chat.postMessage').filter(({ args }) => args['thread_ts'] !== undefined);
    expect(JSON.stringify(text?.args['blocks'])).toContain('```');
    expect(api.of('chat.postEphemeral')).toEqual([]);
  });

  it('gets the chart as a picture, and from then on straight away', async () => {
    const { api, ask } = await workspace(['data_visualization']);

    await ask('timeline 10.0.1.5');
    await ask('timeline 10.0.2.9');
    await vi.waitFor(() => expect(api.of('files.completeUploadExternal')).toHaveLength(2), 20_000);

    expect(replies(api)).toEqual([['data_visualization'], [], []]);
  });

  it('still gets those that it takes', async () => {
    const { api, ask } = await workspace(['data_visualization']);

    await ask('timeline 10.0.1.5');
    await ask('top by bytes');

    expect(replies(api)).toEqual([['data_visualization'], [], ['data_table']]);
  });

  it('is asked again after a day, also by a bot that was started since', async () => {
    const store = await memoryStore();
    const first = await workspace(['data_table'], { store });
    await first.ask('top by bytes');
    await first.stop();

    const soon = await workspace(['data_table'], { store, now: () => Date.now() + 23 * HOUR });
    await soon.ask('top by bytes');
    const later = await workspace([], { store, now: () => Date.now() + 25 * HOUR });
    await later.ask('top by bytes');

    expect([replies(soon.api), replies(later.api)]).toEqual([[[]], [['data_table']]]);
  });

  it('is tried again soon where the configuration insists, and gets its picture each time', async () => {
    let later = 0;
    const now = () => Date.now() + later;
    const { api, ask } = await workspace(['data_visualization'], { form: 'newer', now });

    await ask('timeline 10.0.1.5');
    await vi.waitFor(() => expect(api.of('files.completeUploadExternal')).toHaveLength(1), 20_000);
    later = 2 * REMEMBERED.newer;
    await ask('timeline 10.0.1.5');
    await vi.waitFor(() => expect(api.of('files.completeUploadExternal')).toHaveLength(2), 20_000);

    expect(replies(api)).toEqual([['data_visualization'], [], ['data_visualization'], []]);
  });

  it('is not tried where the configuration says so', async () => {
    const { api, ask } = await workspace(['data_table'], { form: 'classic' });

    await ask('top by bytes');

    expect(replies(api)).toEqual([[]]);
  });
});

const REFUSED = (code: string): Delivery<string> => ({
  ok: false,
  failure: { kind: 'refused', code, needed: null },
});

function withBlock(type: 'data_table' | 'divider'): SlackMessage {
  return type === 'divider'
    ? { text: type, blocks: [{ type }] }
    : { text: type, blocks: [{ type, caption: 'a', rows: [] }] };
}

const FORMS: Forms = [withBlock('data_table'), withBlock('divider'), { text: 'text', blocks: [] }];

const KNOWS_NOTHING: TakenForms = { among: async (forms) => forms, learn: async () => {} };

/** What was sent of the forms, where Slack answers each in turn. */
async function sent(answers: readonly Delivery<string>[], takenForms = KNOWS_NOTHING) {
  const texts: string[] = [];
  const delivery = await firstTaken(takenForms, FORMS, async ({ text }) => {
    texts.push(text);
    return answers[texts.length - 1] ?? { ok: true, value: 'taken' };
  });
  return { texts, ok: delivery.ok };
}

describe.each(DATABASES)('what is known of the blocks of a workspace, on %s', (_, settings) => {
  async function takenForms(workspace = 'T1') {
    const kept = createKept((await openedStore(await settings())).db);
    const log = pino({ level: 'silent' });
    return (team = workspace) =>
      createTakenForms({ kept, workspace: () => team, remembered: 1000, now: () => 0, log });
  }

  it('is learnt only where a form without them was taken', async () => {
    const known = (await takenForms())();

    const nothing = await sent(
      [REFUSED('invalid_blocks'), REFUSED('invalid_blocks'), REFUSED('is_archived')],
      known,
    );
    const again = await sent([REFUSED('invalid_blocks')], known);
    const then = await sent([], known);

    expect([nothing, again, then]).toEqual([
      { texts: ['data_table', 'divider', 'text'], ok: false },
      { texts: ['data_table', 'divider'], ok: true },
      { texts: ['divider'], ok: true },
    ]);
  });

  it('is not learnt from a message that was too long', async () => {
    const known = (await takenForms())();

    await sent([REFUSED('msg_blocks_too_long')], known);

    expect((await sent([], known)).texts).toEqual(['data_table']);
  });

  it('is of that workspace alone', async () => {
    const of = await takenForms();

    await sent([REFUSED('invalid_blocks')], of('T1'));

    expect((await sent([], of('T2'))).texts).toEqual(['data_table']);
  });
});

describe('a message that is refused for another reason than its blocks', () => {
  it('is not sent in another form', async () => {
    expect(await sent([REFUSED('not_in_channel')])).toEqual({ texts: ['data_table'], ok: false });
  });
});

describe('a store that fails', () => {
  it('costs no message', async () => {
    const store = await memoryStore();
    const parts = { kept: createKept(store.db), workspace: () => 'T1', remembered: 1000, now: () => 0 };
    const known = createTakenForms({ ...parts, log: pino({ level: 'silent' }) });
    await store.db.schema.dropTable('kept').execute();

    expect(await sent([REFUSED('invalid_blocks')], known)).toEqual({
      texts: ['data_table', 'divider'],
      ok: true,
    });
  });
});
