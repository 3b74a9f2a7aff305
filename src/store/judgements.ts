/**
 * What people said of answers: right or wrong. What was judged is kept beside it, so that it counts also when the answer itself is not kept
 * any more.
 */
import type { Kysely } from 'kysely';
import { type Judgement, type Precision, precisionOf } from '../diagnosis/precision.ts';
import type { Tables } from './tables.ts';

interface GivenJudgement extends Judgement {
  /** A Slack user id. */
  readonly by: string;
}

export interface Judgements {
  /** A person's last word about an answer is theirs. */
  enter(judgement: GivenJudgement): Promise<void>;
  /** What it was instead, in the words of who found it wrong: untrusted. Nothing where they have not judged it wrong. */
  explain(question: string, by: string, instead: string): Promise<void>;
  /** Of what was judged since then, milliseconds since the epoch. */
  precision(since: number): Promise<Precision>;
}

export function createJudgements(db: Kysely<Tables>): Judgements {
  return {
    async enter({ isRight, ...judgement }) {
      const said = { ...judgement, is_right: isRight ? 1 : 0, instead: null };
      const { question: _, by: __, ...word } = said;
      await db
        .insertInto('judgement')
        .values(said)
        .onConflict((conflict) => conflict.columns(['question', 'by']).doUpdateSet(word))
        .execute();
    },
    async explain(question, by, instead) {
      await db
        .updateTable('judgement')
        .set({ instead })
        .where('question', '=', question)
        .where('by', '=', by)
        .where('is_right', '=', 0)
        .execute();
    },
    async precision(since) {
      const rows = await db
        .selectFrom('judgement')
        .select(['question', 'is_right', 'verdict', 'confidence', 'at'])
        .where('at', '>=', since)
        .execute();
      return precisionOf(rows.map(({ is_right, ...row }) => ({ ...row, isRight: is_right === 1 })));
    },
  };
}
