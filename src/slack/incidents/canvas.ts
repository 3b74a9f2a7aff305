/**
 * Makes a canvas and lets a channel read it (Slack's reference of `canvases.create` and `canvases.access.set`). `canvases.create` has no key that
 * would make a second call harmless, so it is written down before that it is being made.
 */
import { createKept } from '../../store/kept.ts';
import type { Failure } from '../delivery/failure.ts';
import { failureText } from '../delivery/failure.ts';
import type { Desk } from '../desk.ts';

export interface NewCanvas {
  /** Of the work that wants it: one key, one canvas. */
  readonly key: string;
  readonly title: string;
  readonly markdown: string;
  /** Whose members may read it. */
  readonly channel: string;
}

export type MadeCanvas =
  | { readonly kind: 'made'; readonly url: string }
  /** Why there is none, in a sentence. */
  | { readonly kind: 'none'; readonly because: string };

const REASONS: Readonly<Record<string, string>> = {
  missing_scope:
    'This app lacks the optional permission canvases:write. Whoever manages it in Slack can add it, and install the app again.',
  not_allowed_token_type: 'This app’s token may make no canvases.',
  team_tier_cannot_create_channel_canvases: 'The plan of this workspace has no such canvases.',
  free_team_canvas_tab_already_exists:
    'A channel has one canvas on the free plan, and this one has it already.',
  free_teams_cannot_create_non_tabbed_canvases: 'The free plan has no canvases of their own.',
  free_team_not_allowed: 'The free plan has no canvases of their own.',
  canvas_disabled_user_team: 'Canvases are turned off in this workspace.',
  canvas_creation_failed: 'Slack could not make the canvas.',
  restricted_action: 'An administrator allows only some to make canvases.',
  unknown_method: 'This Slack knows no canvases.',
};

function becauseOf(failure: Failure): string {
  const known = failure.kind === 'refused' ? REASONS[failure.code] : undefined;
  return known ?? `Slack made no canvas (${failureText(failure)}).`;
}

export async function makeCanvas(
  desk: Desk,
  { key, title, markdown, channel }: NewCanvas,
): Promise<MadeCanvas> {
  const { client, outbox, store, now } = desk;
  const kept = createKept(store.db);
  const before = (await kept.get(`canvas/${key}`))?.value;
  if (before === '') return { kind: 'none', because: 'It is not known whether Slack made the canvas.' };
  let id = typeof before === 'string' ? before : '';
  if (before === undefined) {
    await kept.put(`canvas/${key}`, '', now());
    const made = await outbox.send({
      lane: 'canvases.create',
      repeatable: false,
      call: () => client.canvases.create({ title, document_content: { type: 'markdown', markdown } }),
    });
    if (!made.ok) return { kind: 'none', because: becauseOf(made.failure) };
    id = made.value.canvas_id ?? '';
    await kept.put(`canvas/${key}`, id, now());
  }
  const shared = await outbox.send({
    lane: 'canvases.access.set',
    repeatable: true,
    call: () => client.canvases.access.set({ canvas_id: id, access_level: 'read', channel_ids: [channel] }),
  });
  if (!shared.ok) return { kind: 'none', because: becauseOf(shared.failure) };
  const team = await outbox.send({ lane: 'auth.test', repeatable: true, call: () => client.auth.test() });
  if (!team.ok) return { kind: 'none', because: becauseOf(team.failure) };
  const { url = 'https://app.slack.com/', team_id: teamId = '' } = team.value;
  return { kind: 'made', url: new URL(`docs/${teamId}/${id}`, url).toString() };
}
