/** What must not be in a log: Slack's tokens, the URLs through which anybody who has them may answer, and what people paste by mistake. */
import { withoutAddressPasswords, withoutNamedValues, withoutWebTokens } from './secrets-by-place.ts';

const TOKENS = /\bx(?:ox[a-z]|app)-[\w-]+/g;
const RESPONSE_URLS =
  /(https?:\/\/[^\s"'/]+\/(?:commands|actions|_hooks|services|workflows|triggers)\/)[^\s"']+/g;

export function withoutSecrets(text: string): string {
  return text.replace(TOKENS, (token) => `${token.slice(0, 5)}…`).replace(RESPONSE_URLS, '$1…');
}

function hiding(secret: RegExp, instead: string): (text: string) => string {
  return (text) => text.replace(secret, instead);
}

const PREFIXED = /\b(gh[a-z]_|github_pat_|glpat-|sk-)([\w-]+)/g;
const SHORTEST_PREFIXED = 16;

/** Each keeps what tells that something was there, and what it was. */
const PASTED: readonly ((text: string) => string)[] = [
  hiding(
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    '(private key)',
  ),
  // Unique identifiers of access keys, long and short lived (IAM's reference of identifiers).
  hiding(/\b(A(?:KIA|SIA))[A-Z0-9]{12,}\b/g, '$1…'),
  // Signed URLs carry who may, and for how long.
  hiding(/\b(X-Amz-(?:Signature|Credential|Security-Token)=)[^\s&"']+/gi, '$1…'),
  withoutWebTokens,
  (text) =>
    text.replace(PREFIXED, (found, prefix: string, rest: string) =>
      rest.length < SHORTEST_PREFIXED ? found : `${prefix}…`,
    ),
  hiding(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 …'),
  withoutAddressPasswords,
  withoutNamedValues,
];

/** What base64 is written in, and what goes on like it. */
const LIKE_BASE64 = /[\w+/=]+/g;
/** Secret access keys have 40 characters of base64, session tokens hundreds; an id of AWS's or a name of a person's hardly looks like that. */
const BASE64 = /^[A-Za-z0-9+/]{40,}={0,2}$/;

function looksRandom(text: string): boolean {
  return [/[a-z]/, /[A-Z]/, /\d/].every((some) => some.test(text));
}

/** What a program says, without what is a credential by its form or by the name before it. */
export function withoutCredentials(text: string): string {
  return PASTED.reduce((kept, hide) => hide(kept), withoutSecrets(text));
}

/** What a person wrote, without what they would not have wanted to write. Words that are no secret may go with it. */
export function withoutPastedSecrets(text: string): string {
  return withoutCredentials(text).replace(LIKE_BASE64, (found) =>
    BASE64.test(found) && looksRandom(found) ? '(secret)' : found,
  );
}
