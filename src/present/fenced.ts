/** Fixed-width lines in Markdown. */
import { forTerminal } from './untrusted.ts';

/** A fence longer than any run of backticks inside. */
export function fenced(lines: readonly string[], language = ''): readonly string[] {
  const text = lines.map(forTerminal);
  const longest = Math.max(2, ...text.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [fence + language, ...text, fence, ''];
}
