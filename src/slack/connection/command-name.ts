/**
 * What the slash command is called: a workspace may have a `/flows` already, and of two apps with one command the one that was installed last has it
 * (Slack's "Implementing slash commands", "Naming your command"). Everything that is said to people is written with the usual name, and is renamed here,
 * as it leaves: in what people read, where a verb or a question follows, and not where a log group or a path has the same name.
 */
import type { App } from '@slack/bolt';
import { VERBS } from '../../commands/index.ts';
import { USUAL_COMMAND } from './settings.ts';

const VERB_NAMES: ReadonlySet<string> = new Set(VERBS.map(({ name }) => name));
/** With the word that follows, or so much of it as a verb may have. */
const INVOCATION = /(?<![\w/.:-])\/flows(?= ([a-z-]{0,31}))/g;

/** At the beginning of a code span, whatever follows, and elsewhere before a verb. */
function named(text: string, command: string): string {
  return text.replace(INVOCATION, (found, word: string, at: number) =>
    text[at - 1] === '`' || VERB_NAMES.has(word) ? command : found,
  );
}

/** Keys of messages, blocks and views whose text people read (Slack's "Reference: Block Kit", "Composition objects"). */
const READ: ReadonlySet<string> = new Set(['text', 'alt_text', 'fallback']);
/** Arguments of the Web API that hold messages or views: as text, or as JSON. */
const ARGUMENTS = ['text', 'blocks', 'view', 'attachments'];

/** @param told a message, a view, or a part of one. @returns the same, with the command named as it is called here */
export function withCommand(told: unknown, command: string): unknown {
  function renamed(value: unknown, isRead: boolean): unknown {
    if (typeof value === 'string') return isRead ? named(value, command) : value;
    if (Array.isArray(value)) return value.map((one) => renamed(one, false));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one, READ.has(key))]));
  }
  return renamed(told, true);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The text of a message, and no JSON.
    return text;
  }
}

/** A body of a call as Slack's client writes it, or JSON as it is sent to a response URL. */
function bodyWith(body: string, command: string): string {
  if (body.startsWith('{')) return JSON.stringify(withCommand(parsed(body), command));
  const fields = new URLSearchParams(body);
  for (const name of ARGUMENTS) {
    const value = fields.get(name);
    if (value === null) continue;
    const told = withCommand(name === 'text' ? value : parsed(value), command);
    fields.set(name, typeof told === 'string' ? told : JSON.stringify(told));
  }
  return fields.toString();
}

/** @param call how Slack's Web API and response URLs are called. @returns the same with the command's name in what is told */
export function namingCommand(command: string, call: typeof fetch): typeof fetch {
  if (command === USUAL_COMMAND) return call;
  return (url, init) =>
    call(url, typeof init?.body === 'string' ? { ...init, body: bodyWith(init.body, command) } : init);
}

/** Before any listener is added: what an acknowledgement tells is renamed too. */
export function nameInAcknowledgements(app: App, command: string): void {
  if (command === USUAL_COMMAND) return;
  const handle = app.processEvent.bind(app);
  app.processEvent = (event) =>
    handle({ ...event, ack: (response) => event.ack(withCommand(response, command)) });
}
