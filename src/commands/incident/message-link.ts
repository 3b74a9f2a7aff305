/**
 * The message that a link of Slack's leads to: `https://team.slack.com/archives/C123/p1700000000000100`, where the digits after `p` are the
 * message's `ts` without its point (Slack's reference of `chat.getPermalink`).
 */
const LINK = /\/archives\/([CDG][A-Z0-9]+)\/p(\d{6,})(\d{6})$/;

/** Undefined for what is no link to a message. */
export function linkedMessage(text: string): { readonly channel: string; readonly ts: string } | undefined {
  const [address = ''] = text.replace(/^<|>$/g, '').split(/[?#]/, 1);
  const [, channel, seconds, rest] = LINK.exec(address) ?? [];
  return channel && seconds && rest ? { channel, ts: `${seconds}.${rest}` } : undefined;
}
