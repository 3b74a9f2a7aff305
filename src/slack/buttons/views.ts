/** Opens and changes modals. A trigger opens one within three seconds of the press that made it (Slack's reference of `views.open`). */
import type { ModalView } from '@slack/types';
import type { Delivery } from '../delivery/outbox.ts';
import type { Desk } from '../desk.ts';

type Parts = Pick<Desk, 'client' | 'outbox'>;

/** What Slack says of a trigger that has opened a view already. */
const USED: Delivery<never> = {
  ok: false,
  failure: { kind: 'refused', code: 'exchanged_trigger_id', needed: null },
};

/** Opens it at once and once: later the trigger is of no use. @returns its id. Never rejects. */
export async function openView(
  { client, outbox }: Parts,
  trigger: string,
  view: ModalView,
): Promise<Delivery<string>> {
  const opened = outbox.sendIfFree({
    lane: `views.open ${trigger}`,
    repeatable: false,
    call: async () => (await client.views.open({ trigger_id: trigger, view })).view?.id ?? '',
  });
  return (await opened) ?? USED;
}

/** Replaces what it shows. Never rejects. */
export function updateView(
  { client, outbox }: Parts,
  id: string,
  view: ModalView,
): Promise<Delivery<unknown>> {
  return outbox.send({
    lane: `views.update ${id}`,
    repeatable: true,
    call: () => client.views.update({ view_id: id, view }),
  });
}
