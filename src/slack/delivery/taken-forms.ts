/**
 * Which of Slack's newer blocks a workspace takes. Slack brings them to one workspace after another and tells nobody: it refuses a message with
 * `invalid_blocks`. So they are tried, and what was refused while a form without it was taken is remembered for a day: until then messages go
 * out at once in the form that is taken.
 */
import type { Logger } from 'pino';
import type { SlackMessage } from '../../present/block-kit.ts';
import type { Kept } from '../../store/kept.ts';
import type { Failure } from './failure.ts';
import type { Delivery } from './outbox.ts';

/** The same message in several forms, the best first; a later one is sent where Slack refuses the blocks of the one before. */
export type Forms = readonly [SlackMessage, ...SlackMessage[]];

export interface TakenForms {
  /** The forms without those that hold what is known to be refused; the last is always among them. Never rejects. */
  among(forms: Forms): Promise<Forms>;
  /** Slack refused the first for its blocks, and took the second. Never rejects. */
  learn(refused: SlackMessage, taken: SlackMessage): Promise<void>;
}

const NEWER_BLOCKS = ['data_table', 'data_visualization'] as const;
/**
 * How long a refusal is remembered, milliseconds: for a day, and where the configuration insists on the newer blocks, as long as it takes to
 * deliver what belongs to the message that was refused.
 */
export const REMEMBERED = { auto: 86_400_000, newer: 60_000 } as const;

function newerIn({ blocks }: SlackMessage): readonly string[] {
  return NEWER_BLOCKS.filter((type) => blocks.some((block) => block.type === type));
}

/** From the first form that holds nothing of it. */
function without(refused: ReadonlySet<string>, forms: Forms): Forms {
  const [first, ...others] = forms;
  const [next, ...rest] = others;
  const isRefused = newerIn(first).some((type) => refused.has(type));
  return isRefused && next ? without(refused, [next, ...rest]) : forms;
}

export interface TakenFormsParts {
  readonly kept: Kept;
  /** The workspace's id, once it is known. */
  readonly workspace: () => string;
  /** How long a refusal counts, milliseconds. */
  readonly remembered: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
}

export function createTakenForms(parts: TakenFormsParts): TakenForms {
  const { kept, workspace, remembered, now, log } = parts;
  const nameOf = (type: string) => `refused-block ${workspace()} ${type}`;

  async function isRefused(type: string): Promise<boolean> {
    const known = await kept.get(nameOf(type));
    return known !== null && now() - known.at < remembered;
  }

  return {
    async among(forms) {
      const refused = new Set<string>();
      try {
        for (const type of newerIn(forms[0])) if (await isRefused(type)) refused.add(type);
      } catch (error) {
        // Then it is tried once more, which costs a call and no answer.
        log.warn({ err: error }, 'which blocks Slack refuses could not be read');
      }
      return without(refused, forms);
    },
    async learn(refused, taken) {
      const types = newerIn(refused).filter((type) => !newerIn(taken).includes(type));
      try {
        for (const type of types) await kept.put(nameOf(type), true, now());
      } catch (error) {
        // Then the next message finds out again.
        log.warn({ err: error, types }, 'which blocks Slack refuses could not be kept');
      }
      if (types.length > 0)
        log.info({ types }, 'Slack does not take these blocks here: they are not sent for a while');
    },
  };
}

/** Codes with which Slack refuses what a message holds, not that it is sent. */
const CONTENT_REFUSALS: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'msg_blocks_too_long',
  'msg_too_long',
]);

/** Those that say that a block is not one it takes, and not that there is too much of it. */
const BLOCK_REFUSALS: ReadonlySet<string> = new Set(['invalid_blocks', 'invalid_blocks_format']);

function isAbout(codes: ReadonlySet<string>, failure: Failure): boolean {
  return failure.kind === 'refused' && codes.has(failure.code);
}

/** Sends the best form that Slack takes: each once, and the next one at once. */
export async function firstTaken<T>(
  takenForms: TakenForms,
  forms: Forms,
  send: (message: SlackMessage) => Promise<Delivery<T>>,
): Promise<Delivery<T>> {
  const [best, ...others] = await takenForms.among(forms);
  const refused: SlackMessage[] = [];
  let sent = best;
  let delivery = await send(sent);
  for (const other of others) {
    if (delivery.ok || !isAbout(CONTENT_REFUSALS, delivery.failure)) break;
    if (isAbout(BLOCK_REFUSALS, delivery.failure)) refused.push(sent);
    sent = other;
    delivery = await send(sent);
  }
  if (delivery.ok) for (const message of refused) await takenForms.learn(message, sent);
  return delivery;
}
