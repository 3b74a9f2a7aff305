/** What a person is told when the bot itself is wrong. */
import { problemMessage, type SlackMessage } from '../../present/block-kit.ts';

export function defectMessage(error: unknown, question: string): SlackMessage {
  const reason = error instanceof Error ? error.message : String(error);
  return problemMessage({
    problem: `flows itself failed: ${reason}`,
    todo: 'This is a defect in flows: please report it with the question and this sentence.',
    question,
  });
}
