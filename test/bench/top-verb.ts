/** The verb `top` as a whole over local files, and how long something takes that gives the bytes of the busiest pair. */
import { createFilesEngine } from '../../src/backends/files/engine.ts';
import { answer, understand } from '../../src/commands/answer.ts';
import { ABOUT } from '../kit/about.ts';

/** The list, the share of the whole, what runs the other way, what AWS skipped, and every value of every line of text checked. @param now seconds since the epoch */
export async function topByBytes(path: string, now: number): Promise<number> {
  const engine = createFilesEngine({ paths: [path] });
  const found = await answer(understand('top by bytes', { now, timeZone: 'UTC' }), {
    now,
    monotonic: () => performance.now(),
    sources: [
      { name: 'records', about: ABOUT, engine, flowLogSettings: async () => ({ flowLogs: null, notes: [] }) },
    ],
    signal: new AbortController().signal,
  });
  await engine.close();
  if (found.kind !== 'diagnosis') throw new TypeError(`top was answered with ${JSON.stringify(found)}`);
  return Number(found.diagnosis.rows?.[0]?.['bytes']);
}

export async function timed(run: () => Promise<number>): Promise<{ seconds: number; bytes: number }> {
  const began = performance.now();
  const bytes = await run();
  return { seconds: (performance.now() - began) / 1000, bytes };
}
