/** The chain of an answer in columns of plain text. */
import { type ChainStep, LEGS, MARKS } from './chain.ts';
import { displayWidth, padded } from './columns.ts';
import { forTerminal } from './untrusted.ts';
import { labelled } from './wrap.ts';

export interface ChainLine {
  readonly text: string;
  /** It is about what blocks the packet. */
  readonly blocks: boolean;
}

/** What is said needs this many columns to read well; with fewer left, names stand in its flow instead of in a column. */
const READABLE = 36;

const NO_BREAK = '\u00A0';
/** In one piece, however its line is wrapped. */
const MARK = '◀ blocks here'.replaceAll(' ', NO_BREAK);

/** A heading for the request and for its reply, and the numbered steps of each, in lines of at most `width` columns. */
export function chainLines(chain: readonly ChainStep[], width: number): readonly ChainLine[] {
  const steps = chain.map((step) => ({
    ...step,
    name: forTerminal(step.name),
    says: `${forTerminal(step.says)}${step.blocks ? `   ${MARK}` : ''}`,
  }));
  const digits = String(chain.length).length;
  const names = Math.max(0, ...steps.map(({ name }) => displayWidth(name)));
  const inColumns = width - digits - ' ✓ out  '.length - names - 2 >= READABLE;
  return steps.flatMap(({ number, leg, outcome, way, name, says, blocks }, index) => {
    const head = `${String(number).padStart(digits)} ${MARKS[outcome]} ${way.padEnd(3)}  `;
    const lines = inColumns
      ? labelled(`${head}${padded(name, names, false)}  `, says, width)
      : labelled(head, `${name}  ${says}`, width);
    const begins = steps[index - 1]?.leg !== leg;
    return [
      ...(begins ? [{ text: LEGS[leg], blocks: false }] : []),
      ...lines.map((text) => ({ text: text.replaceAll(NO_BREAK, ' '), blocks })),
    ];
  });
}
