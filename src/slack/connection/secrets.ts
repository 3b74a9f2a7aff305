/** What must not be in a log: Slack's tokens, the URLs through which anybody who has them may answer, and what people paste by mistake. */

const TOKENS = /\bx(?:ox[a-z]|app)-[\w-]+/g;
const RESPONSE_URLS = /(https?:\/\/[^\s"'/]+\/(?:commands|actions|_hooks|services)\/)[^\s"']+/g;

export function withoutSecrets(text: string): string {
  return text.replace(TOKENS, (token) => `${token.slice(0, 5)}…`).replace(RESPONSE_URLS, '$1…');
}

/** Each keeps what tells that something was there, and what it was. */
const PASTED: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '(private key)'],
  // Unique identifiers of access keys, long and short lived (IAM's reference of identifiers).
  [/\b(A(?:KIA|SIA))[A-Z0-9]{12,}\b/g, '$1…'],
  // Signed URLs carry who may, and for how long.
  [/\b(X-Amz-(?:Signature|Credential|Security-Token)=)[^\s&"']+/gi, '$1…'],
  [/(?<![\w-])eyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, '(token)'],
  [/\b(gh[a-z]_|github_pat_|glpat-|sk-)[\w-]{16,}/g, '$1…'],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 …'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s@]+(?=@)/gi, '$1…'],
  [
    /((?:password|passwd|pwd|secret|token|api[-_ ]?key|access[-_ ]?key|session[-_ ]?token)\w*["']?\s*[:=]\s*["']?)[^\s"',;]+/gi,
    '$1…',
  ],
];

/** Secret access keys have 40 characters of base64, session tokens hundreds; an id of AWS's or a name of a person's hardly looks like that. */
const BASE64 = /(?<![\w+/=])[A-Za-z0-9+/]{40,}={0,2}(?![\w+/=])/g;

function looksRandom(text: string): boolean {
  return [/[a-z]/, /[A-Z]/, /\d/].every((some) => some.test(text));
}

/** What a program says, without what is a credential by its form or by the name before it. */
export function withoutCredentials(text: string): string {
  return PASTED.reduce((kept, [secret, instead]) => kept.replace(secret, instead), withoutSecrets(text));
}

/** What a person wrote, without what they would not have wanted to write. Words that are no secret may go with it. */
export function withoutPastedSecrets(text: string): string {
  return withoutCredentials(text).replace(BASE64, (found) => (looksRandom(found) ? '(secret)' : found));
}
