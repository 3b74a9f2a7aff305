/** What a `by` clause takes: a measure, groupings, fields by AWS's name, and several of them with commas. */
import { nearest } from '../../query/nearest.ts';
import type { QuestionVerb } from '../verb.ts';

type By = NonNullable<QuestionVerb['by']>;

interface ByWords {
  readonly measure?: string;
  readonly groupings?: readonly string[];
}

/** A word that the verb does not take there. */
interface WrongWord {
  readonly wrong: string;
  /** The text with the nearest right word in the place of the wrong one, or without it; undefined where nothing is left. */
  readonly instead: string | undefined;
}

/** How many groupings a question of the verb may have. */
export function mostGroupings(by: QuestionVerb['by']): number {
  return by?.most ?? 1;
}

/** What may stand there, for mistakes. */
export function byForms(by: By): string {
  const { measures, groupings, fields } = by;
  if (groupings.length === 0 && !fields) return `a measure (${measures.join(', ')})`;
  const kinds = [
    `a measure (${measures.join(', ')})`,
    `a grouping (${groupings.join(', ')})`,
    ...(fields ? ["a field by AWS's name for it (`pkt-dst-aws-service`, `tcp-flags`)"] : []),
  ];
  const most = mostGroupings(by);
  const several =
    most === 1 ? 'both with two `by`' : `up to ${most} groupings, each with \`by\` or after a comma`;
  return `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}; ${several}`;
}

/** Athena's tables write the names of fields with underscores. */
function spelled(word: string): string {
  return word.toLowerCase().replaceAll('_', '-');
}

/** Reads `bytes`, `source`, `source,port` or `tcp-flags`. */
export function readByWords(text: string, by: By): ByWords | WrongWord {
  const words = text
    .split(',')
    .map(spelled)
    .filter((word) => word !== '');
  const grouping = new Set([...by.groupings, ...(by.fields ?? [])]);
  const [measure] = words.filter((word) => by.measures.includes(word));
  const wrong = words.find((word) => word !== measure && !grouping.has(word));
  if (wrong !== undefined || words.length === 0) {
    const near =
      wrong && (nearest(wrong, [...by.measures, ...by.groupings]) ?? nearest(wrong, [...grouping]));
    const instead = words.flatMap((word) => (word === wrong ? (near ?? []) : word)).join(',');
    return { wrong: wrong ?? text, instead: instead === '' ? undefined : instead };
  }
  const groupings = [...new Set(words.filter((word) => word !== measure))];
  return {
    ...(measure === undefined ? {} : { measure }),
    ...(groupings.length > 0 ? { groupings } : {}),
  };
}
