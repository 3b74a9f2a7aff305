import { describe, expect, it } from 'vitest';
import type { AlertSettings } from '../../src/alerts/settings.ts';
import type { DetectorId } from '../../src/diagnosis/detection.ts';
import { memoryStore } from '../kit/stores.ts';
import { folderSource, NOON, recordLine, traffic, watching } from '../kit/watching.ts';

const GRE = 47;
const ALL = { which: 'all', window: { start: 0, end: NOON + 86_400 }, most: 99 } as const;

/** An alert that fires and was told, in a process that has ended; the next one has other settings, or other sources. */
async function afterOne() {
  const store = await memoryStore();
  const clock = { seconds: NOON };
  const folder = await folderSource();
  await folder.write('now', [...traffic(NOON - 3600, NOON), recordLine(NOON - 700, GRE)]);
  const first = watching({ store, clock, sources: [folder.source] });
  await first.watcher.look();
  clock.seconds += 61;
  await first.watcher.look();
  await first.watcher.stop();

  async function next(sources: readonly (typeof folder.source)[], settings: Partial<AlertSettings> = {}) {
    clock.seconds += 600;
    const { watcher, memory } = watching({ store, clock, sources, settings, owner: 'process-2' });
    await watcher.look();
    const [alert] = await memory.alerts.list(ALL);
    return alert;
  }
  return { folder, next };
}

const OFF: readonly DetectorId[] = ['unusual-protocol'];

describe('an alert that nobody looks at any more', () => {
  it('ends with its source, and is not called over', async () => {
    const { next } = await afterOne();
    const other = await folderSource('renamed');

    const alert = await next([other.source]);

    expect(alert).toMatchObject({ source: 'production', state: 'resolved', left: 'source' });
  });

  it('ends with its source where that is not among those that are watched', async () => {
    const { folder, next } = await afterOne();
    const other = await folderSource('other');

    const alert = await next([folder.source, other.source], { sources: ['other'] });

    expect(alert).toMatchObject({ state: 'resolved', left: 'source' });
  });

  it('ends where its source is another account’s now', async () => {
    const { folder, next } = await afterOne();
    const { source } = folder;

    const alert = await next([{ ...source, about: { ...source.about, account: '999999999999' } }]);

    expect(alert).toMatchObject({ account: '111122223333', state: 'resolved', left: 'source' });
  });

  it('ends with its detector', async () => {
    const { folder, next } = await afterOne();

    const alert = await next([folder.source], { off: OFF });

    expect(alert).toMatchObject({ state: 'resolved', left: 'detector' });
  });

  it('goes on where both are as they were', async () => {
    const { folder, next } = await afterOne();

    const alert = await next([folder.source]);

    expect(alert).toMatchObject({ state: 'firing' });
  });
});
