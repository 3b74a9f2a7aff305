/** A wrong configuration as one sentence for each mistake: the key, what was found, what is allowed. */
import type { z } from 'zod';
import { nearest } from './query/nearest.ts';

export interface Place {
  /** Where the setting stands: a file's path, or `the environment`. */
  readonly where: string;
  /** Everything that was read there. */
  readonly root: unknown;
  /** The settings that a part of it takes. */
  readonly known: (path: readonly PropertyKey[]) => readonly string[];
  /** Whether a setting's value must not be printed. */
  readonly secret: (key: string) => boolean;
}

export function sentencesOf(issue: z.core.$ZodIssue, place: Place): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => unknownSetting([...issue.path, name], name, place));
  }
  const key = keyOf(issue.path);
  const value = valueAt(place.root, issue.path);
  const found = typeof value === 'string' && place.secret(key) ? masked(value) : shown(value);
  return [`${key || 'The whole'} in ${place.where} is ${found}; it must be ${allowed(issue)}.`];
}

function unknownSetting(path: readonly PropertyKey[], name: string, { where, known }: Place): string {
  const settings = known(path.slice(0, -1));
  const likely = nearest(name, settings);
  const hint = likely ? `did you mean ${likely}?` : `allowed here: ${settings.join(', ')}.`;
  return `${keyOf(path)} in ${where} is not a setting; ${hint}`;
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((key, part) => {
    if (typeof part === 'number') return `${key}[${part}]`;
    return key === '' ? String(part) : `${key}.${String(part)}`;
  }, '');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    root,
  );
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a group of settings',
};

/** The schema's own message says what is allowed, where it has one; zod's are recognised by how they begin. */
function allowed(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ');
  if (issue.code === 'invalid_union' && 'options' in issue)
    return `one of ${(issue.options ?? []).map(String).join(', ')}`;
  if (!/^(?:Invalid|Too) /.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_type') return TYPE_WORDS[issue.expected] ?? issue.expected;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  if (issue.code === 'too_small') return `at least ${issue.minimum}`;
  return issue.message;
}

/** A value as it may be printed: short, and of what may be a token only its kind. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a group of settings';
  if (typeof value !== 'string') return String(value);
  if (TOKEN.test(value) || mayHoldKey(value)) return masked(value);
  return value.length > 60 ? `a text of ${value.length} characters` : `"${value}"`;
}

const TOKEN = /^x[a-z]{2,3}-/;

/** Addresses have their passwords before an `@`, and their keys among the parameters. */
function mayHoldKey(value: string): boolean {
  const scheme = value.indexOf(':');
  return scheme !== -1 && (value.includes('@', scheme) || (value.includes('://') && value.includes('?')));
}

/** A secret's kind, and nothing of the secret: `xoxb-…`. */
export function masked(secret: string): string {
  const [kind] = TOKEN.exec(secret) ?? [];
  return kind === undefined ? `a text of ${secret.length} characters` : `${kind}…`;
}
