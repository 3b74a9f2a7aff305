/**
 * Secrets that are known by what stands around them. Each takes time that grows with the length of the text alone: a pattern that could begin at every
 * letter of a long word would take time by its square.
 */
import { trimmedEnd } from '../../query/trimmed.ts';

/** A word, and the sign after it that gives it a value. */
const NAMED = /\b(\w+)["']?\s*[:=]\s*["']?/g;
const SECRET_NAME = /password|passwd|pwd|secret|token|api_?key|access_?key/i;
/** The name may be in two words: `api-key`, `access key`. */
const KEY = /^key/i;
const BEFORE_KEY = /(?:api|access)[- ]$/i;
const LONGEST_BEFORE = 'access '.length;
const VALUE = /[^\s"',;]+/y;

/** Without the values of what is named as a secret: `AWS_SECRET_ACCESS_KEY=…`, `"password": "…`. */
export function withoutNamedValues(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const { 0: named, 1: name = '', index } of text.matchAll(NAMED)) {
    const at = index + named.length;
    if (index < from || !isSecret(name, text.slice(Math.max(0, index - LONGEST_BEFORE), index))) continue;
    VALUE.lastIndex = at;
    const [value] = VALUE.exec(text) ?? [];
    if (value === undefined) continue;
    kept.push(text.slice(from, at), '…');
    from = at + value.length;
  }
  return [...kept, text.slice(from)].join('');
}

function isSecret(name: string, before: string): boolean {
  return SECRET_NAME.test(name) || (KEY.test(name) && BEFORE_KEY.test(before));
}

/** The end of a scheme, and `://user:`, after which a password stands. */
const USER = /[a-z0-9+.-]:\/\/[^\s/:@]*:/i;

/** Without the passwords of addresses: `postgres://user:…@host`. */
export function withoutAddressPasswords(text: string): string {
  const parts = text.split('@');
  const last = parts.pop() ?? '';
  return [...parts.map(withoutPassword), last].join('@');
}

/** @param before what comes before an `@` */
function withoutPassword(before: string): string {
  const begun = trimmedEnd(before, /\S/).length;
  const user = USER.exec(before.slice(begun));
  if (!user) return before;
  const at = begun + user.index + user[0].length;
  return at < before.length ? `${before.slice(0, at)}…` : before;
}

/** Words with dots between them. */
const DOTTED = /[\w.-]+/g;
/** The first part of a JSON Web Token (RFC 7519) is an object of JSON in base64. */
const TOKEN_HEADER = /^eyJ[\w-]{5,}$/;

export function withoutWebTokens(text: string): string {
  return text.replace(DOTTED, (dotted) => {
    const parts = dotted.split('.');
    const kept: string[] = [];
    for (let at = 0; at < parts.length; at += 1) {
      const [header = '', body = '', signature] = parts.slice(at, at + 3);
      const isToken = TOKEN_HEADER.test(header) && body !== '' && signature !== undefined;
      kept.push(isToken ? '(token)' : header);
      if (isToken) at += 2;
    }
    return kept.join('.');
  });
}
