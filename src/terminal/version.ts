/** The version that package.json names; it lies two folders up, in the sources as in the build. */
import { readFile } from 'node:fs/promises';

export async function version(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const read: unknown = JSON.parse(text);
  return String(typeof read === 'object' && read !== null ? Reflect.get(read, 'version') : read);
}
