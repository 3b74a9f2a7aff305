import { describe, expect, it, vi } from 'vitest';
import { answeredQuestion, textOf } from '../kit/answered-question.ts';

describe('Right and Wrong under an answer', () => {
  it('are noted, and answered to that person alone', async () => {
    const { press, eventually, root } = await answeredQuestion();

    await press('flows-right');

    const told = await eventually('chat.postEphemeral', () => true);
    expect(told.args).toMatchObject({ user: 'U0OTHER', channel: 'C0OPS', thread_ts: root });
    expect(textOf(told)).toContain('Noted: right. Of the 1 answer judged within 90 days, 1 was right');
  });

  it('ask what it was instead, and keep it', async () => {
    const { api, port, press, eventually, store, buttons } = await answeredQuestion();

    await press('flows-wrong');
    const opened = await eventually('views.open', () => true);
    await eventually('chat.postEphemeral', (call) => textOf(call).includes('Noted: wrong.'));
    const { callback_id, private_metadata } = opened.args['view'] as Record<string, string>;
    expect(textOf(opened)).toContain('What was it instead?');
    expect(private_metadata).toBe(buttons[0]?.value);

    const view = { id: 'V0MODAL', callback_id: callback_id ?? '', private_metadata: private_metadata ?? '' };
    const said = { type: 'plain_text_input', value: ' the route table ' };
    await api.submit(port, view, { instead: { value: said } });

    await vi.waitFor(async () =>
      expect(await store.db.selectFrom('judgement').select('instead').execute()).toEqual([
        { instead: 'the route table' },
      ]),
    );
  });

  it('note it too where Slack does not open the view', async () => {
    const { api, press, eventually } = await answeredQuestion();
    api.intercept(({ method }) =>
      method === 'views.open' ? { body: { ok: false, error: 'expired_trigger_id' } } : undefined,
    );

    await press('flows-wrong');

    await eventually('chat.postEphemeral', (call) => textOf(call).includes('Noted: wrong.'));
  });

  it('are told in all where somebody asks for the accuracy', async () => {
    const { api, port, press, eventually } = await answeredQuestion();
    await press('flows-right');
    await eventually('chat.postEphemeral', () => true);

    await api.command(port, { text: 'accuracy last 30d' });

    const told = await eventually('response_url', () => true);
    expect(textOf(told)).toContain('Of the 1 answer judged within 30 days, 1 was right');
  });
});
