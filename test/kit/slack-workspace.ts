/** The messages and files of a workspace, by the methods of Slack's Web API that a bot changes and reads them with. */

export interface KeptMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly blocks: string;
  readonly metadata?: object;
  readonly files?: readonly { readonly id: string; readonly name: string }[];
}

interface KeptWhisper {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: string;
}

export interface Workspace {
  /** In the order in which they came. */
  messages(channel?: string): readonly KeptMessage[];
  /** Every state that a message had, in order: what people have seen of it. */
  revisions(channel?: string): readonly KeptMessage[];
  whispers(): readonly KeptWhisper[];
  /** From now on another organisation reads it too. */
  share(channel: string): void;
  /** @returns the answer of the method */
  carryOut(method: string, args: Readonly<Record<string, string>>): object;
}

const DEFAULT_PAGE = 100;

type Args = Readonly<Record<string, string>>;

export function createWorkspace(url: string): Workspace {
  const messages: KeptMessage[] = [];
  const revisions: KeptMessage[] = [];
  const whispers: KeptWhisper[] = [];
  const files = new Map<string, { readonly name: string }>();
  const shared = new Set<string>();
  let counted = 0;

  function nextTs(): string {
    counted += 1;
    return `${Math.floor(Date.now() / 1000)}.${String(counted).padStart(6, '0')}`;
  }

  function keep(channel: string, thread: string | undefined, rest: Partial<KeptMessage>): KeptMessage {
    const place = thread === undefined ? {} : { thread_ts: thread };
    const message = { channel, ts: nextTs(), text: '', blocks: '[]', ...place, ...rest };
    messages.push(message);
    revisions.push(message);
    return message;
  }

  function page(found: readonly KeptMessage[], { oldest = '0', limit, cursor = '0' }: Args): object {
    const wanted = found.filter(({ ts }) => Number(ts) > Number(oldest));
    const start = Number(cursor);
    const end = start + Number(limit ?? DEFAULT_PAGE);
    const next = end < wanted.length ? String(end) : '';
    return { ok: true, messages: wanted.slice(start, end), response_metadata: { next_cursor: next } };
  }

  function post({ channel = '', thread_ts: thread, text = '', blocks = '[]', metadata }: Args): object {
    const marked = metadata === undefined ? {} : { metadata: JSON.parse(metadata) as object };
    const message = keep(channel, thread, { text, blocks, ...marked });
    return { ok: true, channel, ts: message.ts, message };
  }

  function update({ channel, ts, text = '', blocks = '[]' }: Args): object {
    const at = messages.findIndex((one) => one.channel === channel && one.ts === ts);
    const before = messages[at];
    if (!before) return { ok: false, error: 'message_not_found' };
    const after = { ...before, text, blocks };
    messages[at] = after;
    revisions.push(after);
    return { ok: true, channel, ts };
  }

  function complete({ files: list = '[]', channel_id: channel = '', thread_ts: thread }: Args): object {
    const wanted = JSON.parse(list) as readonly { readonly id: string }[];
    if (wanted.some(({ id }) => !files.has(id))) return { ok: false, error: 'file_not_found' };
    const shown = wanted.map(({ id }) => ({ id, name: files.get(id)?.name ?? '' }));
    keep(channel, thread, { files: shown });
    return { ok: true, files: shown };
  }

  return {
    messages: (channel) => messages.filter((one) => channel === undefined || one.channel === channel),
    revisions: (channel) => revisions.filter((one) => channel === undefined || one.channel === channel),
    whispers: () => whispers,
    share: (channel) => void shared.add(channel),
    carryOut(method, args) {
      const { channel = '', user = '', ts = '' } = args;
      switch (method) {
        case 'auth.test':
          return { ok: true, user_id: 'U0FLOWS', bot_id: 'B0FLOWS', team_id: 'T0TEST' };
        case 'users.info':
          return { ok: true, user: { id: user, team_id: 'T0TEST', tz: 'Europe/Berlin' } };
        case 'conversations.info':
          return {
            ok: true,
            channel: {
              ...{ id: channel, is_channel: true, is_private: false, is_member: true },
              is_ext_shared: shared.has(channel),
            },
          };
        case 'chat.postMessage':
          return post(args);
        case 'chat.update':
          return update(args);
        case 'chat.postEphemeral':
          whispers.push({ channel, user, text: args['text'] ?? '', blocks: args['blocks'] ?? '' });
          return { ok: true, message_ts: nextTs() };
        case 'conversations.history': {
          const own = messages.filter((one) => one.channel === channel && one.thread_ts === undefined);
          return page(own.toReversed(), args);
        }
        case 'conversations.replies': {
          const own = messages.filter(
            (one) => one.channel === channel && (one.ts === ts || one.thread_ts === ts),
          );
          return page(own, args);
        }
        case 'files.getUploadURLExternal': {
          const id = `F${files.size + 1}`;
          files.set(id, { name: args['filename'] ?? '' });
          return { ok: true, upload_url: `${url}/upload/${id}`, file_id: id };
        }
        case 'files.completeUploadExternal':
          return complete(args);
        default:
          return { ok: true };
      }
    },
  };
}
