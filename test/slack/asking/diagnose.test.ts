import type { ModalView } from '@slack/types';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Call, type SlackApi, startSlackApi } from '../../kit/slack-api.ts';
import { startBot } from '../../kit/slack-bot.ts';

const NOON = Date.parse('2026-11-25T12:00:00Z');
const JUST_NOW = `${NOON / 1000 - 60}.000200`;
const TWO_HOURS_AGO = `${NOON / 1000 - 7200}.000200`;
const RECORD =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1795607400 1795607460 REJECT OK';

function textOf(call: Call | undefined): string {
  return JSON.stringify(call?.args ?? null);
}

function eventually(
  api: SlackApi,
  method: string,
  found: (call: Call) => boolean = () => true,
): Promise<Call> {
  return vi.waitFor(() => {
    const call = api.of(method).find(found);
    if (!call) throw new Error(`no such ${method} yet: ${JSON.stringify(api.calls)}`);
    return call;
  }, 10_000);
}

function verdict(api: SlackApi): Promise<Call> {
  return eventually(api, 'chat.update', (call) => !textOf(call).includes('flows-cancel'));
}

async function started(changes: Parameters<typeof startBot>[1] = {}) {
  const api = await startSlackApi();
  onTestFinished(() => api.close());
  const bot = await startBot(api.settings, { now: () => NOON, ...changes });
  const port = bot.port ?? 0;
  const diagnose = (message: object, fields = {}) => api.shortcut(port, 'flows_diagnose', message, fields);
  return { api, port, diagnose };
}

/** The dialog that was opened. */
async function dialog(api: SlackApi): Promise<ModalView> {
  const { args } = await eventually(api, 'views.open');
  return args['view'] as ModalView;
}

function blockIds({ blocks }: ModalView): readonly (string | undefined)[] {
  return blocks.map(({ block_id }) => block_id);
}

describe('Diagnose flows on a message that says enough', () => {
  it('answers in its thread what is rejected, without asking anything', async () => {
    const { api, diagnose } = await started();

    const acknowledgement = await diagnose({ ts: JUST_NOW, text: 'web is down: 10.0.1.5:443 times out' });
    const root = await verdict(api);

    expect([acknowledgement.status, await acknowledgement.text()]).toEqual([200, '']);
    expect(textOf(root)).toContain('`reject 10.0.1.5 port 443`');
    expect(api.of('chat.postMessage').map(({ args }) => args['thread_ts'])).toEqual([JUST_NOW, JUST_NOW]);
    expect(api.of('views.open')).toEqual([]);
  });

  it('answers what becomes of traffic between two, about the time at which the message was written', async () => {
    const { api, diagnose } = await started();

    await diagnose({
      ts: TWO_HOURS_AGO,
      thread_ts: '1795600000.1',
      text: '10.0.1.5 cannot reach 10.0.2.9 on tcp/5432',
    });
    const root = await verdict(api);

    expect(textOf(root)).toContain(
      '`trace 10.0.1.5 10.0.2.9 port 5432 proto tcp 2026-11-25T09:30:00Z to 2026-11-25T10:30:00Z`',
    );
    expect(api.of('chat.postMessage')[0]?.args).toMatchObject({ thread_ts: '1795600000.1' });
  });

  it('reads an alarm wherever another tool has written it', async () => {
    const { api, diagnose } = await started();

    await diagnose({
      ts: JUST_NOW,
      text: '',
      bot_id: 'B0ALARMS',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*ALARM* `StatusCheckFailed`' } }],
      attachments: [
        {
          fallback: 'ALARM',
          fields: [
            { title: 'Resource', value: 'arn:aws:ec2:eu-west-1:123456789012:instance/i-0a1b2c3d4e5f60718' },
            { title: 'Time', value: 'Wednesday 25 November, 2026 11:10:00 UTC' },
          ],
        },
      ],
    });
    const root = await verdict(api);

    expect(textOf(root)).toContain(
      '`reject i-0a1b2c3d4e5f60718 2026-11-25T10:40:00Z to 2026-11-25T11:40:00Z`',
    );
  });

  it('is answered once, also where Slack delivers it twice', async () => {
    const { api, diagnose } = await started();

    const message = { ts: JUST_NOW, text: '10.0.1.5' };
    await Promise.all([1, 2].map(() => diagnose(message, { trigger_id: 'same' })));
    await verdict(api);

    expect(api.of('chat.postMessage')).toHaveLength(2);
  });
});

describe('Diagnose flows on a message that does not', () => {
  it('asks which of several, and answers about those', async () => {
    const { api, port, diagnose } = await started();
    await diagnose({
      ts: JUST_NOW,
      text: '10.0.1.5, 10.0.1.6 and 203.0.113.9 are affected, port 443 or port 80',
    });
    const view = await dialog(api);

    expect(blockIds(view)).toEqual(['subjects', 'port', 'when']);
    const submitted = await api.submit(port, view, {
      subjects: { subjects: { type: 'checkboxes', selected_options: [{ value: '2' }, { value: '0' }] } },
      port: { port: { type: 'static_select', selected_option: { value: '443' } } },
      when: { when: { type: 'plain_text_input', value: 'last 2h' } },
    });

    expect([submitted.status, await submitted.text()]).toEqual([200, '']);
    expect(textOf(await verdict(api))).toContain('`trace 10.0.1.5 203.0.113.9 port 443 last 2h`');
    expect(api.of('chat.postMessage')[0]?.args).toMatchObject({ channel: 'C0OPS', thread_ts: JUST_NOW });
  });

  it('asks whom it is about where the message names nobody, with the port and the time that it names', async () => {
    const { api, port, diagnose } = await started();
    await diagnose({ ts: TWO_HOURS_AGO, text: 'cannot connect to db-1 on port 5432' });
    const view = await dialog(api);

    expect(blockIds(view)).toEqual(['subject', 'when']);
    expect(JSON.stringify(view.blocks)).toContain('2026-11-25T09:30:00Z to 2026-11-25T10:30:00Z');
    await api.submit(port, view, {
      subject: { subject: { type: 'plain_text_input', value: 'db-1' } },
      when: { when: { type: 'plain_text_input', value: 'last 1h' } },
    });

    expect(textOf(await verdict(api))).toContain('`reject db-1 port 5432 last 1h`');
  });

  it.each([
    ['nobody', '10.0.1.300', 'last 1h', 'subject', 'is no IP address'],
    ['no time', '10.0.1.5', 'since tomorow', 'when', 'is not a time'],
    ['two windows', '10.0.1.5 last 2h', 'last 1h', 'subject', 'a second window of time'],
  ])('says in the dialog what is wrong, and asks nothing: %s', async (_, subject, when, block, expected) => {
    const { api, port, diagnose } = await started();
    await diagnose({ ts: JUST_NOW, text: 'everything is slow' });
    const submitted = await api.submit(port, await dialog(api), {
      subject: { subject: { type: 'plain_text_input', value: subject } },
      when: { when: { type: 'plain_text_input', value: when } },
    });

    expect(await submitted.json()).toEqual({
      response_action: 'errors',
      errors: { [block]: expect.stringContaining(expected) },
    });
    expect(api.of('chat.postMessage')).toEqual([]);
  });

  it.each([
    ['none is ticked', []],
    ['three are', ['0', '1', '2']],
  ])('asks for one or two where %s', async (_, values) => {
    const { api, port, diagnose } = await started();
    await diagnose({ ts: JUST_NOW, text: '10.0.1.5 10.0.1.6 10.0.1.7' });
    const submitted = await api.submit(port, await dialog(api), {
      subjects: { subjects: { type: 'checkboxes', selected_options: values.map((value) => ({ value })) } },
      when: { when: { type: 'plain_text_input', value: 'last 1h' } },
    });

    expect(await submitted.json()).toMatchObject({
      errors: { subjects: expect.stringContaining('one or two') },
    });
  });

  it('explains a flow log record in its thread', async () => {
    const { api, port, diagnose } = await started();
    await diagnose({ ts: JUST_NOW, text: `what is this?\n\`\`\`${RECORD}\`\`\`` });
    const view = await dialog(api);

    expect(blockIds(view)).toEqual(['what', 'when']);
    await api.submit(port, view, {
      what: { what: { type: 'radio_buttons', selected_option: { value: 'decode' } } },
      when: { when: { type: 'plain_text_input', value: 'last 1h' } },
    });

    const reply = await eventually(api, 'chat.postMessage');
    expect(reply.args).toMatchObject({ thread_ts: JUST_NOW });
    expect(textOf(reply)).toContain('172.31.16.139');
  });

  it('asks what becomes of the traffic of a record, about its time', async () => {
    const { api, port, diagnose } = await started();
    await diagnose({ ts: JUST_NOW, text: RECORD });
    const view = await dialog(api);
    const when = view.blocks.at(-1) as unknown as { element: { initial_value: string } };

    await api.submit(port, view, {
      what: { what: { type: 'radio_buttons', selected_option: { value: 'ask' } } },
      when: { when: { type: 'plain_text_input', value: when.element.initial_value } },
    });

    expect(textOf(await verdict(api))).toContain(
      '`trace 172.31.16.139 172.31.16.21 port 22 2026-11-25T11:20:00Z to 2026-11-25T12:00:00Z`',
    );
  });

  it('is answered once, also where the dialog is submitted twice', async () => {
    const { api, port, diagnose } = await started();
    await diagnose({ ts: JUST_NOW, text: 'slow' });
    const view = await dialog(api);
    const values = {
      subject: { subject: { type: 'plain_text_input', value: '10.0.1.5' } },
      when: { when: { type: 'plain_text_input', value: 'last 1h' } },
    };

    await Promise.all([api.submit(port, view, values), api.submit(port, view, values)]);
    await verdict(api);

    expect(api.of('chat.postMessage')).toHaveLength(2);
  });

  it('says so to the person alone where Slack does not open the dialog', async () => {
    const { api, diagnose } = await started();
    api.intercept(({ method }) =>
      method === 'views.open' ? { body: { ok: false, error: 'expired_trigger_id' } } : undefined,
    );

    await diagnose({ ts: JUST_NOW, text: 'slow' });

    expect(textOf(await eventually(api, 'response_url'))).toContain('did not open my dialog');
  });
});

describe('where the bot may not write, or the person may not ask', () => {
  it('is explained to the person alone, also where the bot is no member', async () => {
    const { api, diagnose } = await started();
    api.intercept(({ method }) =>
      method === 'chat.postMessage' ? { body: { ok: false, error: 'not_in_channel' } } : undefined,
    );

    await diagnose({ ts: JUST_NOW, text: '10.0.1.5' });

    const told = await eventually(api, 'response_url');
    expect(told.args).toMatchObject({ response_type: 'ephemeral' });
    expect(textOf(told)).toContain('/invite @flows');
  });

  it('shows nothing to who may not ask there', async () => {
    const gate = {
      admit: async () =>
        ({ kind: 'refused', because: 'You are a guest here.', todo: 'Ask a member.' }) as const,
    };
    const { api, diagnose } = await started({ gate });

    await diagnose({ ts: JUST_NOW, text: '10.0.1.5' });

    expect(textOf(await eventually(api, 'response_url'))).toContain('You are a guest here.');
    expect(api.of('chat.postMessage')).toEqual([]);
  });
});
