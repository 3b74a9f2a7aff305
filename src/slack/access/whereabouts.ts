/** Whom and which conversation a payload of Slack's is about, where it says so. */

interface Whereabouts {
  readonly user: string;
  readonly channel: string;
  readonly thread: string | null;
}

/** Of two people. Whom of them a question there is from, and whether somebody else reads it, its id does not tell. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value;
}

export function whereOf(body: object): Whereabouts | null {
  const { event = body } = body as { readonly event?: object };
  const parts = event as Readonly<Record<string, unknown>>;
  const user = parts['user_id'] ?? idOf(parts['user']);
  const channel = parts['channel_id'] ?? idOf(parts['channel']);
  const thread = parts['thread_ts'];
  if (typeof user !== 'string' || typeof channel !== 'string') return null;
  return { user, channel, thread: typeof thread === 'string' ? thread : null };
}
