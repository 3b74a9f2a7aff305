import { describe, expect, it } from 'vitest';
import { openGate } from '../../../src/access/access.ts';
import { createDemoSource } from '../../../src/demo/source.ts';
import { answeredQuestion, textOf } from '../../kit/answered-question.ts';
import { costly } from '../../kit/slack-bot.ts';

const MINUTE = 60_000;

describe('a button under an answer', () => {
  it.each([
    ['flows-rerun', 'reject 10.0.1.5 last 1h'],
    ['flows-widen', 'reject 10.0.1.5 last 3h'],
    ['flows-chart', 'timeline 10.0.1.5 14:10 to 15:10'],
  ])('asks on in the thread of the answer: %s', async (action, text) => {
    const { press, wait, eventually, root } = await answeredQuestion();
    wait(2 * MINUTE);

    await press(action, 'U0OTHER');

    const asked = await eventually('chat.postMessage', (call) => textOf(call).includes(`Running: ${text}`));
    expect(asked.args).toMatchObject({ channel: 'C0OPS', thread_ts: root });
    const verdict = await eventually('chat.update', (call) => textOf(call).includes('asked by <@U0OTHER>'));
    expect(textOf(verdict)).toContain(text);
  });

  it('asks about the time up to now, and remembers who asked it and how', async () => {
    const { press, wait, eventually, questions } = await answeredQuestion();
    wait(10 * MINUTE);

    await press('flows-widen', 'U0OTHER');

    await eventually('chat.update', (call) => textOf(call).includes('last 3h'));
    const [asked] = await questions.of('U0OTHER', 1);
    const end = Date.parse('2026-11-23T14:20:00Z') / 1000;
    expect(asked).toMatchObject({
      text: 'reject 10.0.1.5 last 3h',
      via: 'button',
      request: { verb: 'reject', window: { start: end - 3 * 3600, end } },
    });
  });

  it('asks on from what was asked on', async () => {
    const { api, port, press, eventually, root } = await answeredQuestion();
    await press('flows-widen');
    const wider = await eventually('chat.postMessage', (call) => textOf(call).includes('Widen to 12 h'));
    const [, value = ''] = /"flows-widen"[^}]*}[^}]*"value":"([^"]+)"/.exec(textOf(wider)) ?? [];

    await api.press(port, { action_id: 'flows-widen', value }, { channel: 'C0OPS', ts: root });

    await eventually('chat.postMessage', (call) => textOf(call).includes('reject 10.0.1.5 last 12h'));
  });

  it('tells the person alone where the question is not remembered', async () => {
    const { api, port, eventually } = await answeredQuestion();
    const posted = api.of('chat.postMessage').length;

    await api.press(port, { action_id: 'flows-rerun', value: 'gone' }, { channel: 'C0OPS', ts: '1.1' });

    const told = await eventually('chat.postEphemeral', () => true);
    expect(told.args).toMatchObject({ user: 'U0OTHER', thread_ts: '1.1' });
    expect(textOf(told)).toContain('I do not remember that question.');
    expect(api.of('chat.postMessage')).toHaveLength(posted);
  });

  it('tells them through the response URL where Slack does not let the bot write', async () => {
    const { api, port, eventually } = await answeredQuestion();
    api.intercept(({ method }) =>
      method === 'chat.postEphemeral' ? { body: { ok: false, error: 'not_in_channel' } } : undefined,
    );

    await api.press(port, { action_id: 'flows-rerun', value: 'gone' }, { channel: 'C0OPS', ts: '1.1' });

    expect(textOf(await eventually('response_url', () => true))).toContain('I do not remember');
  });

  it.each(['flows-rerun', 'flows-widen', 'flows-chart'])(
    'shows nothing to who may not ask its sources: %s',
    async (action) => {
      const secret = { ...createDemoSource(() => 1_795_444_620), name: 'secret' };
      const open = { ...costly().source, name: 'open' };
      const [everything, little] = [openGate([secret, open]), openGate([open])];
      const gate = {
        admit: (visitor: { user: string; channel: string }) =>
          (visitor.user === 'U0OTHER' ? little : everything).admit(visitor),
      };
      const { api, press, questions, eventually, buttons } = await answeredQuestion('reject 10.0.1.5', {
        gate,
      });
      await questions.tell(buttons[0]?.value ?? '', { sources: ['secret'] });
      const posted = api.of('chat.postMessage').length;

      await press(action, 'U0OTHER');

      const told = await eventually('chat.postEphemeral', () => true);
      expect(textOf(told)).toContain('sources that you may not ask');
      expect(textOf(told)).not.toMatch(/secret|10\.0\.1\.5/);
      expect(api.of('chat.postMessage')).toHaveLength(posted);
    },
  );
});
