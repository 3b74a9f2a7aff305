import { describe, expect, it } from 'vitest';
import { flowLogGap } from '../../src/analyzers/flow-log-gap.ts';
import { unusualProtocol } from '../../src/analyzers/unusual-protocol.ts';
import { randomOf } from '../kit/random.ts';
import { DATABASES, openedStore } from '../kit/stores.ts';
import { folderSource, NOON, recordLine, traffic, watching } from '../kit/watching.ts';

const GRE = 47;
const HOUR = 3600;

/** No database makes it shorter by packing it. */
function long(characters: number): string {
  const random = randomOf(1);
  return Array.from({ length: characters }, () =>
    String.fromCodePoint(0x4e00 + Math.floor(random() * 20_000)),
  ).join('');
}

describe.each(DATABASES)('records that name interfaces as no store takes it, on %s', (_, settings) => {
  it.each([
    ['with a zero byte', 'eni-0a\u0000b'],
    ['with nine thousand characters', `eni-${long(9000)}`],
  ])('stop no alert: %s', async (_name, interfaceId) => {
    const folder = await folderSource();
    const hostile = [20, 21, 22, 23, 24, 25].map((minute) => recordLine(NOON - minute * 60, 6, interfaceId));
    await folder.write('now', [
      ...traffic(NOON - HOUR, NOON),
      recordLine(NOON - 700, GRE, interfaceId),
      ...hostile,
    ]);
    const store = await openedStore(await settings());
    const detectors = [unusualProtocol, flowLogGap];
    const { watcher, memory } = watching({
      store,
      clock: { seconds: NOON },
      sources: [folder.source],
      detectors,
    });

    await watcher.look();

    const known = await memory.alerts.list({
      which: 'all',
      window: { start: 0, end: NOON + 86_400 },
      most: 99,
    });
    expect(known.map(({ finding }) => finding.detector)).toContain('unusual-protocol');
  });
});
