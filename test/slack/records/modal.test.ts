import { describe, expect, it } from 'vitest';
import { openGate } from '../../../src/access/access.ts';
import { createAudit } from '../../../src/store/audit.ts';
import { type AnsweredQuestion, answeredQuestion, buttonsIn, textOf } from '../../kit/answered-question.ts';
import type { Call } from '../../kit/slack-api.ts';
import { costly } from '../../kit/slack-bot.ts';

interface View {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly blocks: readonly object[];
  readonly submit?: { readonly text: string };
}

function viewOf(call: Call): View {
  return call.args['view'] as View;
}

const shows = (text: string) => (call: Call) => textOf(call).includes(text);

/** Opens the modal, and waits until it has records. */
async function opened(asked: AnsweredQuestion) {
  await asked.press('flows-records');
  const filled = await asked.eventually('views.update', shows('the newest first'));
  const view = { ...viewOf(filled), id: 'V0MODAL' };
  return { view, filled, pressIn: (id: string) => asked.api.pressIn(asked.port, { action_id: id }, view) };
}

describe('Records', () => {
  it('opens a modal at once, and fills it with the records of the same subject and window', async () => {
    const asked = await answeredQuestion();
    asked.wait(120_000);

    const { filled } = await opened(asked);

    expect(textOf(asked.api.of('views.open')[0])).toContain('The records are being read');
    expect(filled.args['view_id']).toBe('V0MODAL');
    expect(textOf(filled)).toContain('records 10.0.1.5 top 300 14:10 to 15:10');
    expect(textOf(filled)).toMatch(/1–15 of 300/);
  });

  it('is in the audit log, with what was read of which sources', async () => {
    const asked = await answeredQuestion();
    await opened(asked);

    const deeds = await createAudit(asked.store.db).list({ start: 0, end: Number.MAX_SAFE_INTEGER, most: 9 });

    expect(deeds.filter(({ action }) => action === 'records')).toMatchObject([
      { by: 'U0OTHER', channel: 'C0OPS', outcome: 'done', what: expect.stringContaining('records 10.0.1.5') },
    ]);
  });

  it('turns to older and newer pages without reading them again', async () => {
    const asked = await answeredQuestion();
    const { view } = await opened(asked);

    const acknowledged = await asked.api.submit(asked.port, view, {});
    const second = (await acknowledged.json()) as { response_action: string; view: View };
    expect(second.response_action).toBe('update');
    expect(JSON.stringify(second.view)).toContain('16–30 of 300');
    const before = asked.api.of('views.update').length;

    const at = { ...second.view, id: 'V0MODAL' };
    await asked.api.pressIn(asked.port, { action_id: 'flows-records-newer' }, at);

    await asked.eventually('views.update', (call) => {
      const isLater = asked.api.of('views.update').indexOf(call) >= before;
      return isLater && textOf(call).includes('1–15 of 300');
    });
    expect(asked.api.of('views.update').filter(shows('being read'))).toEqual([]);
  });

  it('reads them again where they are not kept any more', async () => {
    const asked = await answeredQuestion();
    const { view } = await opened(asked);

    const elsewhere = { ...view, id: 'V0OTHER' };
    await asked.api.pressIn(asked.port, { action_id: 'flows-records-newer' }, elsewhere);

    await asked.eventually('views.update', (call) => {
      return call.args['view_id'] === 'V0OTHER' && textOf(call).includes('1–15 of 300');
    });
  });

  it('shows only what was rejected', async () => {
    const asked = await answeredQuestion();
    const { pressIn } = await opened(asked);

    await pressIn('flows-records-rejected');

    const filled = await asked.eventually('views.update', shows('records 10.0.1.5 reject'));
    expect(textOf(filled)).toContain('*REJECT*');
    expect(textOf(filled)).not.toContain('ACCEPT');
    expect(buttonsIn(viewOf(filled).blocks).map(({ text }) => text.text)).toContain('All records');
  });

  it('sends all of them as a file into the thread', async () => {
    const asked = await answeredQuestion();
    const { pressIn } = await opened(asked);

    await pressIn('flows-records-file');

    await asked.eventually('views.update', shows('Asked in the thread'));
    const posted = await asked.eventually('chat.postMessage', shows('Running: records 10.0.1.5'));
    expect(posted.args).toMatchObject({ channel: 'C0OPS', thread_ts: asked.root });
    expect(textOf(posted)).toContain('as csv');
    expect(textOf(posted)).not.toContain('top 300');
    await asked.eventually('files.completeUploadExternal', () => true);
  });

  it('runs nothing that would pass a budget, and offers to ask it in the thread', async () => {
    const { source } = costly();
    let limit = Number.POSITIVE_INFINITY;
    const gate = {
      admit: () =>
        openGate([source], { question: { bytes: limit }, personPerDay: {}, perDay: {} }).admit({
          user: '',
          channel: '',
        }),
    };
    const asked = await answeredQuestion('top 10.0.1.5', { sources: [source], gate });
    limit = 1e9;

    await asked.press('flows-records', 'U0ASKER');
    const refused = await asked.eventually('views.update', shows('Not run.'));
    const view = { ...viewOf(refused), id: 'V0MODAL' };
    await asked.api.pressIn(asked.port, { action_id: 'flows-records-ask' }, view, 'U0ASKER');

    await asked.eventually('chat.update', shows('flows-spend'));
  });

  it('tells in the thread, to that person alone, where Slack opens no modal, and reads nothing', async () => {
    const asked = await answeredQuestion();
    asked.api.intercept(({ method }) =>
      method === 'views.open' ? { body: { ok: false, error: 'expired_trigger_id' } } : undefined,
    );

    await asked.press('flows-records');

    const told = await asked.eventually('chat.postEphemeral', () => true);
    expect(told.args).toMatchObject({ user: 'U0OTHER', thread_ts: asked.root });
    expect(textOf(told)).toContain('expired_trigger_id');
    expect(asked.api.of('views.update')).toEqual([]);
  });

  it('shows nothing to who may not ask the sources of the answer, when it is opened and when it is turned', async () => {
    const { source } = costly();
    let isAllowed = true;
    const secret = { ...source, name: 'secret' };
    const gate = {
      admit: (visitor: { user: string; channel: string }) =>
        openGate(isAllowed ? [secret] : [{ ...source, name: 'open' }]).admit(visitor),
    };
    const asked = await answeredQuestion('top 10.0.1.5', { sources: [secret], gate });
    await asked.questions.tell(asked.buttons[0]?.value ?? '', { sources: ['secret'] });
    await asked.press('flows-records');
    const filled = await asked.eventually('views.update', shows('No record'));
    isAllowed = false;

    await asked.api.pressIn(
      asked.port,
      { action_id: 'flows-records-rejected' },
      { ...viewOf(filled), id: 'V0MODAL' },
    );
    const refused = await asked.eventually('views.update', shows('sources that you may not ask'));
    await asked.press('flows-records');
    await asked.eventually('views.update', (call) => call !== refused && shows('may not ask')(call));

    expect(textOf(refused)).not.toMatch(/secret|10\.0\.1\.5/);
  });
});
