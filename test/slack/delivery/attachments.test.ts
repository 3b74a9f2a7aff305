import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDemoSource } from '../../../src/demo/source.ts';
import { type Call, type Reply, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { startBot } from '../../kit/slack-bot.ts';

/** Of all tests: generating its hour takes longer than drawing it. */
const DEMO = createDemoSource(() => Math.floor(Date.now() / 1000));

/** A bot that knows the demo network, asked for a timeline; Slack answers a call in its own way, where told. */
async function asked(
  reply: (call: Call, nth: number) => Reply | undefined = () => undefined,
): Promise<SlackApi> {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const { port } = await startBot(api.settings, { sources: [DEMO] });
  api.intercept((call, calls) => reply(call, calls.filter(({ method }) => method === call.method).length));
  await api.command(port ?? 0, { text: 'timeline 10.0.1.5' });
  return api;
}

function eventually<T>(found: () => T): Promise<T> {
  return vi.waitFor(found, 20_000);
}

const posts = (api: SlackApi) => api.of('chat.postMessage');

describe('the picture of an answer', () => {
  it('is written where Slack says and made visible in the thread, with words for who cannot see it', async () => {
    const api = await asked();

    const done = await eventually(() => {
      const [call] = api.of('files.completeUploadExternal');
      if (!call) throw new Error('not yet');
      return call;
    });

    const [place] = api.of('files.getUploadURLExternal');
    const [sent] = api.of('upload');
    expect(place?.args).toMatchObject({ filename: 'timeline.png', length: String(sent?.args['bytes']) });
    expect(place?.args['alt_text']).toContain('Records of 10.0.1.5 over time, as bars: ');
    expect(sent?.args['begins']).toContain('PNG');
    expect(done.args).toMatchObject({ channel_id: 'C0OPS', thread_ts: '1700000000.000001' });
    expect(String(done.args['files'])).toContain('F0FILE');
    expect(posts(api)).toHaveLength(2);
  });

  it('is sent again where its bytes did not arrive', async () => {
    const api = await asked(({ method }, nth) =>
      method === 'upload' && nth === 1 ? { drop: true } : undefined,
    );

    await eventually(() => expect(api.of('files.completeUploadExternal')).toHaveLength(1));

    expect(api.of('upload')).toHaveLength(2);
  });

  it('is not made visible twice where it is seen that it is visible already', async () => {
    const api = await asked(({ method }) => {
      if (method === 'files.completeUploadExternal') return { drop: true };
      return method === 'conversations.replies'
        ? { body: { ok: true, messages: [{ ts: '1700000001.1', files: [{ id: 'F0FILE' }] }] } }
        : undefined;
    });

    await eventually(() => expect(api.of('conversations.replies')).toHaveLength(1));

    expect(api.of('files.completeUploadExternal')).toHaveLength(1);
    expect(posts(api)).toHaveLength(2);
  });

  it('is not made visible twice where it may be visible already, and that is said', async () => {
    const api = await asked(({ method }) => {
      if (method === 'files.completeUploadExternal') return { drop: true };
      return method === 'conversations.replies' ? { body: { ok: false, error: 'missing_scope' } } : undefined;
    });

    await eventually(() => expect(posts(api)).toHaveLength(3));

    expect(api.of('files.completeUploadExternal')).toHaveLength(1);
    expect(JSON.stringify(posts(api)[2]?.args)).toContain('Ask again if it is missing');
  });

  it.each([
    ['not_in_channel', {}, 'Invite me with `/invite @flows`'],
    ['missing_scope', { needed: 'files:write' }, 'files:write'],
  ])('that Slack refuses with %s costs nobody the answer', async (error, more, expected) => {
    const api = await asked(({ method }) =>
      method === 'files.completeUploadExternal' ? { body: { ok: false, error, ...more } } : undefined,
    );

    await eventually(() => expect(posts(api)).toHaveLength(3));

    expect(JSON.stringify(posts(api)[1]?.args)).toContain('*rejected*  at most');
    expect(JSON.stringify(api.of('chat.update').at(-1)?.args)).toContain('asked by');
    expect(JSON.stringify(posts(api)[2]?.args)).toContain(expected);
  });
});

describe('the file of an answer', () => {
  it('that there is no folder for costs nobody the answer, and why it is not there is said', async () => {
    const api = await startSlackApi();
    onTestFinished(() => api.close());
    const { port } = await startBot(api.settings, { tempFolder: '/dev/null/flows' });

    await api.command(port ?? 0, { text: 'records 10.0.1.5 as csv' });
    await eventually(() => expect(posts(api)).toHaveLength(3));

    expect(JSON.stringify(api.of('chat.update').at(-1)?.args)).not.toContain('itself failed');
    expect(JSON.stringify(posts(api)[2]?.args)).toMatch(
      /The file is not here: I could not write in .*TMPDIR/,
    );
    expect(api.of('files.getUploadURLExternal')).toEqual([]);
  });
});
