/** What is waited for, in words after `when`. */
import { VERDICTS, type Verdict } from '../../diagnosis/verdict.ts';
import type { WatchCondition } from '../../diagnosis/watch-condition.ts';
import { nearest } from '../../query/nearest.ts';
import { shown } from '../grammar/problem.ts';
import type { Word } from '../grammar/words.ts';

interface Read {
  readonly condition: WatchCondition;
  readonly next: number;
}

/** Words that stand for a condition, longest first. */
const PHRASES: readonly (readonly [words: string, condition: WatchCondition])[] = [
  ['it changes', { kind: 'change' }],
  ['it is rejected', { kind: 'rejected' }],
  ['not healthy', { kind: 'not-healthy' }],
  ['changed', { kind: 'change' }],
  ['changes', { kind: 'change' }],
  ['rejected', { kind: 'rejected' }],
  ['unhealthy', { kind: 'not-healthy' }],
];

/** How much one of each is, and what it is of. Decimal, as amounts are shown. */
const UNITS: Readonly<Record<string, readonly [times: number, unit: 'bytes' | 'packets' | 'count']>> = {
  b: [1, 'bytes'],
  bytes: [1, 'bytes'],
  kb: [1e3, 'bytes'],
  mb: [1e6, 'bytes'],
  gb: [1e9, 'bytes'],
  tb: [1e12, 'bytes'],
  packets: [1, 'packets'],
  records: [1, 'count'],
};

function isVerdict(text: string): text is Verdict {
  return Object.hasOwn(VERDICTS, text);
}

function overAt(words: readonly Word[], at: number): Read | string {
  const [, number, joined] = /^(\d{1,15}(?:\.\d{1,6})?)([a-z]*)$/i.exec(words[at]?.text ?? '') ?? [];
  if (number === undefined) return 'Over how much? A number, such as `over 500` or `over 2 GB`.';
  const after = joined === '' ? (words[at + 1]?.text.toLowerCase() ?? '') : (joined?.toLowerCase() ?? '');
  const unit = Object.hasOwn(UNITS, after) ? UNITS[after] : undefined;
  if (!unit && joined !== '') return `${shown(words[at]?.text ?? '')} is no amount.`;
  const [times, of] = unit ?? [1, null];
  const condition = { kind: 'over', value: Number(number) * times, unit: of } as const;
  return { condition, next: at + (unit && joined === '' ? 2 : 1) };
}

/** What begins at a word, or what is wrong there. */
export function conditionAt(words: readonly Word[], at: number): Read | string {
  const texts = words.slice(at).map(({ text, quoted }) => (quoted ? '' : text.toLowerCase()));
  for (const [phrase, condition] of PHRASES) {
    const { length } = phrase.split(' ');
    if (texts.slice(0, length).join(' ') === phrase) return { condition, next: at + length };
  }
  const [first = ''] = texts;
  if (first === 'over') return overAt(words, at + 1);
  if (isVerdict(first)) return { condition: { kind: 'verdict', verdict: first }, next: at + 1 };
  if (first === '') return 'After “when” it is missing what is waited for.';
  const near = nearest(first, Object.keys(VERDICTS));
  return `${shown(first)} is nothing that can be waited for${near ? `; did you mean \`${near}\`?` : '.'}`;
}
