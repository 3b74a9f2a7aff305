/** Colours and labels of texts for the terminal. */
import type { Severity } from './severity.ts';

const COLORS: Readonly<Record<Severity | 'dim' | 'bold', string>> = {
  blocked: '31',
  look: '33',
  fine: '32',
  open: '33',
  list: '36',
  dim: '2',
  bold: '1',
};

export type Paint = (text: string, color: keyof typeof COLORS) => string;

export function painter(color: boolean): Paint {
  return color ? (text, name) => `\u001B[${COLORS[name]}m${text}\u001B[0m` : (text) => text;
}

/** Labels stand in a column of this width. */
const LABEL = 15;

export function label(text: string): string {
  return `   ${text}`.padEnd(LABEL);
}
