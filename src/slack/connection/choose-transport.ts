/** Chooses how Slack reaches the bot. */
import { httpTransport } from './http.ts';
import type { SlackSettings } from './settings.ts';
import { socketTransport } from './socket.ts';
import type { Transport, TransportParts } from './transport.ts';

/**
 * How Slack calls the bot, where it has a secret to sign with and a port to call, and no token to open a socket with; else null. An app that is in
 * Socket Mode is called over no port, whatever else is set.
 */
export function calledOverHttp({
  appToken,
  signingSecret,
  port,
}: SlackSettings): { readonly signingSecret: string; readonly port: number } | null {
  return appToken === null && signingSecret !== null && port !== null ? { signingSecret, port } : null;
}

export function createTransport(parts: TransportParts): Transport {
  const { appToken } = parts.settings;
  const http = calledOverHttp(parts.settings);
  if (http) return httpTransport(parts, http);
  if (appToken !== null) return socketTransport(parts, { appToken });
  throw new TypeError('neither an app token, nor a signing secret with a port');
}
