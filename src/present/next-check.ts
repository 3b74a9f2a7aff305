/** The one next check of an answer: a sentence, or a command that can be pasted. */

export interface NextCheck {
  readonly text: string;
  /** It can be pasted into a shell. */
  readonly isCommand: boolean;
  /** What to know about the command; null where there is nothing. */
  readonly note: string | null;
}

/** A command of a shell begins with its name and an option or a subcommand; sentences do not begin so. What is said of it follows in brackets. */
export function nextOf(text: string): NextCheck {
  if (!/^(aws|dig|curl|nc|ss|flows) [a-z-]/.test(text)) return { text, isCommand: false, note: null };
  const bracket = text.endsWith(')') ? text.lastIndexOf('  (') : -1;
  const command = bracket === -1 ? text : text.slice(0, bracket).trimEnd();
  const notes = [
    ...(bracket === -1 ? [] : [text.slice(bracket + 3, -1)]),
    ...(command.startsWith('aws ') ? ['yours to run'] : []),
  ];
  return { text: command, isCommand: true, note: notes.length > 0 ? notes.join('; ') : null };
}
