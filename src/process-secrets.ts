/** The secrets that a process was handed, taken out of whatever it says: libraries write what they were given into their errors. */
import type { Environment } from './config.ts';
import { withoutCredentials } from './slack/connection/secrets.ts';

/** Variables that hold one: ours, and those of AWS's SDK, libpq and OpenTelemetry's. */
const SECRET = /TOKEN$|SECRET|PASSWORD|PASSWD|_KEY$|_HEADERS$|DATABASE_URL|WEBHOOK/;
/** What is shorter stands by chance in what is none. */
const SHORTEST = 8;

/** The password of an address is one by itself, also of a proxy's or a collector's: `postgres://user:password@host`. */
function passwordOf(value: string): readonly string[] {
  const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:(.+)@/i.exec(value) ?? [];
  return password === undefined ? [] : [password];
}

/** As it may stand in a text, and in a string of JSON. */
function formsOf(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1)];
}

/** @returns takes the secrets of the environment out of a text, in which they become `…` */
export function hidingSecrets(env: Environment): (text: string) => string {
  const secrets = Object.entries(env).flatMap(([name, value = '']) =>
    SECRET.test(name) ? [value, ...passwordOf(value)] : passwordOf(value),
  );
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
