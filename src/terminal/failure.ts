/** Why a question came to nothing, where its source or the configuration is to blame. */
import { ConfigError } from '../config.ts';
import type { FailureAnswer } from '../diagnosis/answer.ts';
import { SourceError } from '../query/source-error.ts';

/** @throws what is neither a source's nor the configuration's fault. */
export function failure(question: string, error: unknown): FailureAnswer {
  if (error instanceof SourceError) {
    const { attempted, happened, todo } = error;
    return { kind: 'failure', question, attempted, happened, todo };
  }
  if (error instanceof ConfigError) {
    return {
      kind: 'failure',
      question,
      attempted: 'read the configuration',
      happened: error.issues.join(' '),
      todo: 'Correct it, or name the source with --records, --log-group or --athena-table.',
    };
  }
  throw error;
}
