/** A person in the local Slack: types commands and messages, presses buttons, and reads what is there. */

/** A message as the local Slack keeps it. */
export interface SlackPost {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly thread_ts?: string;
  readonly subtype?: string;
  readonly blocks?: readonly SlackBlock[];
  readonly files?: readonly SlackFile[];
  /** Who alone sees it. */
  readonly ephemeral_to?: string;
}

interface SlackFile {
  readonly name: string;
  readonly title: string;
  readonly size: number;
}

export type SlackBlock = Readonly<Record<string, unknown>> & { readonly type: string };

export interface SlackUser {
  /** Types `/command text`; resolves when the bot has acknowledged it, or after five seconds. */
  command(command: string, text: string): Promise<void>;
  /** Writes a message, in a thread where one is named. */
  write(text: string, thread?: string): Promise<SlackPost>;
  press(message: SlackPost, action: { readonly action_id: string; readonly value: string }): Promise<void>;
  /** Reacts to a message. */
  react(message: SlackPost, name: string): Promise<void>;
  /** Everything in the channel, threads and what one person alone sees included, the oldest first. */
  messages(): Promise<readonly SlackPost[]>;
}

export interface Seat {
  /** Where the local Slack is. */
  readonly url: string;
  readonly channel: string;
  readonly user: string;
}

export function sitDown({ url, channel, user }: Seat): SlackUser {
  async function post(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${url}/_control/${path}`, {
      method: 'POST',
      // The local Slack hangs up after ten idle seconds, perhaps just when the next request is on its way.
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ channel, user, ...body }),
    });
    return response.json();
  }

  return {
    async command(command, text) {
      await post('command', { command, text });
    },
    async write(text, thread) {
      const body = { text, ...(thread === undefined ? {} : { thread_ts: thread }) };
      const { message } = (await post('message', body)) as { readonly message: SlackPost };
      return message;
    },
    async press({ ts }, action) {
      await post('interact', { messageTs: ts, action: { type: 'button', ...action } });
    },
    async react({ ts }, name) {
      await post('reaction', { ts, name });
    },
    async messages() {
      const response = await fetch(`${url}/_control/messages/${channel}`);
      const { messages } = (await response.json()) as { readonly messages: readonly SlackPost[] };
      return messages;
    },
  };
}
