/** One question to whoever sits at the terminal. */
import { createInterface } from 'node:readline';

interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** @returns what was typed; null where the input has ended. @throws the signal's reason when it is aborted meanwhile. */
export function askPerson(
  prompt: string,
  { input, output }: Streams,
  signal: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    // As no terminal, so that Ctrl-C reaches the process and not only this line.
    const lines = createInterface({ input, output, terminal: false });
    const stop = () => {
      reject(signal.reason);
      lines.close();
    };
    // Nobody has ended the line of the prompt then.
    const onClose = () => {
      signal.removeEventListener('abort', stop);
      output.write('\n');
      resolve(null);
    };
    signal.addEventListener('abort', stop, { once: true });
    lines.once('close', onClose);
    lines.question(prompt, (typed) => {
      lines.off('close', onClose);
      signal.removeEventListener('abort', stop);
      resolve(typed);
      lines.close();
    });
  });
}
