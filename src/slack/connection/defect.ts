/** What a person is told when the bot itself is wrong. */
import { problemMessage, type SlackMessage } from '../../present/block-kit.ts';
import { quoteHint } from './reference.ts';
import { withoutCredentials } from './secrets.ts';

/** @param id by which the log knows it; null where it has none */
export function defectMessage(error: unknown, question: string, id: string | null): SlackMessage {
  const reason = error instanceof Error ? error.message : String(error);
  const todo = 'This is a defect in flows: please report it with the question and this sentence.';
  return problemMessage({
    problem: `flows itself failed: ${withoutCredentials(reason)}`,
    todo: id === null ? todo : `${todo} ${quoteHint(id)}`,
    question,
  });
}
