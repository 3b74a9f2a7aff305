/** Long sentences over several lines. */
import { displayWidth } from './columns.ts';

/** Breaks at spaces so that no line is wider than `width` columns; a longer word stands on a line of its own. Never empty. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line.trimEnd());
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** As `wrapped`, under a label that the following lines are indented past. */
export function labelled(label: string, text: string, width: number): readonly string[] {
  const indent = ' '.repeat(displayWidth(label));
  return wrapped(text, Math.max(20, width - displayWidth(label))).map(
    (line, index) => (index === 0 ? label : indent) + line,
  );
}
