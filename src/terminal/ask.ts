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
    signal.addEventListener('abort', stop, { once: true });
    lines.once('close', () => {
      signal.removeEventListener('abort', stop);
      resolve(null);
    });
    lines.question(prompt, (typed) => {
      resolve(typed);
      lines.close();
    });
  });
}
