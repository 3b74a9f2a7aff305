/** Chooses how Slack reaches the bot. */
import { httpTransport } from './http.ts';
import { socketTransport } from './socket.ts';
import type { Transport, TransportParts } from './transport.ts';

/** Slack has a secret to sign with and a port to call: then whoever can reach the bot can reach its routes. */
export function isCalledOverHttp({ signingSecret, port }: TransportParts['settings']): boolean {
  return signingSecret !== null && port !== null;
}

/** HTTP where Slack has a secret to sign with and a port to call, else Socket Mode. */
export function createTransport(parts: TransportParts): Transport {
  const { signingSecret, port, appToken } = parts.settings;
  if (signingSecret !== null && port !== null) return httpTransport(parts, { signingSecret, port });
  if (appToken !== null) return socketTransport(parts, { appToken });
  throw new TypeError('neither an app token, nor a signing secret with a port');
}
