/**
 * Secrets that are known by what stands around them. Each takes time that grows with the length of the text alone: a pattern that could begin at every
 * letter of a long word would take time by its square.
 */

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

const WORD = /\S+/g;
/** The end of a scheme, and what begins an address. */
const BEGINNING = /[a-z0-9+.-]:\/\//gi;
/** A user, which may have an `@` in it, as those of Azure have: `user@server`. Where there is none, it is a host. */
const USER = /[^\s/:]*/y;
/** What stands after a host. */
const PORT = /^\d{1,5}(?:[/?#]|$)/;
/** Some services take a token for the user, and no password. */
const LIKE_TOKEN = /^[\w-]{16,}$/;

/** Without the passwords of addresses, and tokens in place of a user: `postgres://user:…@host`, `https://…@host`. */
export function withoutAddressPasswords(text: string): string {
  return text.replace(WORD, (word) => (word.includes('@') ? withoutPasswords(word) : word));
}

function withoutPasswords(word: string): string {
  const kept: string[] = [];
  const last = word.lastIndexOf('@');
  let from = 0;
  const hide = (begin: number, end: number) => {
    if (begin === end) return;
    kept.push(word.slice(from, begin), '…');
    from = end;
  };
  for (const { 0: scheme, index } of word.matchAll(BEGINNING)) {
    const begin = index + scheme.length;
    if (begin > last) break;
    // It stands within a password.
    if (begin < from) continue;
    USER.lastIndex = begin;
    const [user = ''] = USER.exec(word) ?? [];
    const colon = begin + user.length;
    const end = word[colon] === ':' && colon < last ? endOfPassword(word, user, colon + 1) : null;
    const named = end === null ? user.slice(0, Math.max(0, user.lastIndexOf('@'))) : user;
    if (LIKE_TOKEN.test(named) && /\d/.test(named)) hide(begin, begin + named.length);
    if (end !== null) hide(colon + 1, end);
  }
  return [...kept, word.slice(from)].join('');
}

/** Where the `@` after a password is, which may have one itself; null where a port stands there. */
function endOfPassword(word: string, user: string, begin: number): number | null {
  if (user.includes('@') && PORT.test(word.slice(begin, begin + 6))) return null;
  const first = word.indexOf('@', begin);
  const [rest = ''] = word.slice(first).split('/', 1);
  return first + rest.lastIndexOf('@');
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
