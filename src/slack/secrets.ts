/** What must not be in a log: Slack's tokens, and the URLs through which anybody who has them may answer. */

const TOKENS = /\bx(?:ox[a-z]|app)-[\w-]+/g;
const RESPONSE_URLS = /(https?:\/\/[^\s"'/]+\/(?:commands|actions|_hooks)\/)[^\s"']+/g;

export function withoutSecrets(text: string): string {
  return text.replace(TOKENS, (token) => `${token.slice(0, 5)}…`).replace(RESPONSE_URLS, '$1…');
}
