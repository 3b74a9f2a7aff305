/** The secrets that a process was handed, taken out of whatever it says: libraries write what they were given into their errors. */
import type { Environment } from './config.ts';
import { withoutCredentials } from './slack/connection/secrets.ts';

/** Variables that hold one: ours, and those of AWS's SDK, libpq and OpenTelemetry's. */
const SECRET = /TOKEN$|SECRET|PASSWORD|PASSWD|_KEY$|_HEADERS$|DATABASE_URL|WEBHOOK/;
/** What is shorter stands by chance in what is none. */
const SHORTEST = 8;

/** The end of a user; what is before an `@` then may be the password of an address. */
const AFTER_USER = /^[a-z][a-z0-9+.-]*:\/\/[^\s/:]*:/i;
const AMONG_PARAMETERS = /[?&](?:ssl)?password=([^&#\s]*)/gi;

/**
 * The passwords of an address are secrets by themselves, also of a proxy's or a collector's: `postgres://user:password@host`,
 * `postgres://host?password=password`. One with an `@` or a slash in it, where nobody meant it, goes on to the last `@`.
 */
function passwordsOf(value: string): readonly string[] {
  const [user] = AFTER_USER.exec(value) ?? [];
  const begun = user === undefined ? '' : value.slice(user.length);
  const [authority = ''] = begun.split(/[/?#]/, 1);
  return [
    ...[begun, authority].map((text) => text.slice(0, Math.max(0, text.lastIndexOf('@')))),
    ...Array.from(value.matchAll(AMONG_PARAMETERS), ([, password = '']) => password),
  ];
}

/** The values of `key=value,key=value`, in which OpenTelemetry is told of headers. */
function headersOf(value: string): readonly string[] {
  return value.split(',').map((header) => header.slice(header.indexOf('=') + 1).trim());
}

/** The secrets in one variable, as they are written there. */
function secretsOf(name: string, value: string): readonly string[] {
  const parts = [...passwordsOf(value), ...(name.endsWith('_HEADERS') ? headersOf(value) : [])];
  return SECRET.test(name) ? [value, ...parts] : parts;
}

/** Without percent-encoding, where that is what it is: so whoever reads an address knows it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign can stand for itself.
    return text;
  }
}

/** As it may stand in a text, and in a string of JSON. */
function formsOf(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1)];
}

/** @returns takes the secrets of the environment out of a text, in which they become `…` */
export function hidingSecrets(env: Environment): (text: string) => string {
  const written = Object.entries(env).flatMap(([name, value = '']) => secretsOf(name, value));
  const secrets = written.flatMap((secret) => [secret, decoded(secret)]);
  const forms = new Set(secrets.filter(({ length }) => length >= SHORTEST).flatMap(formsOf));
  // The longest first: one may be a part of another.
  const hidden = [...forms].sort((a, b) => b.length - a.length);
  return (text) => hidden.reduce((kept, secret) => kept.replaceAll(secret, '…'), text);
}

/** What is said of an error that nobody foresaw, to whoever started the process. */
export function crashText(error: unknown): string {
  const found = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return withoutCredentials(found);
}

interface Stream {
  write(text: string): unknown;
}

/** The same stream, of which nobody reads a secret. */
export function hidingOutput<S extends Stream>(stream: S, hide: (text: string) => string): S {
  return new Proxy(stream, {
    get(target, key) {
      if (key === 'write') return (text: string) => target.write(hide(text));
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
