import { describe, expect, it } from 'vitest';
import { createMemoryEngine } from '../../src/backends/memory/memory-engine.ts';
import { isUnknownSource, namedSources, sourceForms } from '../../src/investigation/name-sources.ts';
import type { Source, SourceAbout } from '../../src/investigation/source.ts';
import { ABOUT } from '../kit/about.ts';

function source(name: string, about: Partial<SourceAbout>): Source {
  return {
    name,
    about: { ...ABOUT, ...about },
    engine: createMemoryEngine([]),
    flowLogSettings: async () => ({ flowLogs: null, notes: [] }),
  };
}

const SOURCES = [
  source('payments', { account: '111122223333', region: 'eu-west-1', tags: { team: 'shop' } }),
  source('core', { account: '444455556666', region: 'eu-west-1', tags: { team: 'network' } }),
  source('archive', { account: '111122223333', region: 'us-east-1' }),
];

function chosen(choice: string) {
  const found = namedSources(choice, SOURCES);
  return isUnknownSource(found) ? found : found.map(({ name }) => name);
}

describe('sources are named', () => {
  it.each([
    ['Core', ['core']],
    ['core,payments', ['payments', 'core']],
    ['core,core,', ['core']],
    ['team=SHOP', ['payments']],
    ['111122223333', ['payments', 'archive']],
    ['eu-west-1', ['payments', 'core']],
    ['eu-west-1,archive', ['payments', 'core', 'archive']],
    ['all', ['payments', 'core', 'archive']],
  ])('by %s', (choice, names) => {
    expect(chosen(choice)).toEqual(names);
  });

  it('by a name before anything else', () => {
    const all = source('all', {});

    expect(namedSources('all', [...SOURCES, all])).toEqual([all]);
  });
});

describe('what stands for no source', () => {
  it.each([
    ['paymets', 'paymets', 'payments'],
    ['core,paymets', 'paymets', 'core,payments'],
    ['team=shup', 'team=shup', 'team=shop'],
    ['eu-west-2', 'eu-west-2', 'eu-west-1'],
    ['111122223334', '111122223334', '111122223333'],
    [',', ',', 'payments'],
    ['constructor', 'constructor', 'payments'],
  ])('%s is named with the nearest right one', (choice, unknown, instead) => {
    expect(chosen(choice)).toEqual({ unknown, instead });
  });

  it('has nothing in its place where there is no source', () => {
    expect(namedSources('core', [])).toEqual({ unknown: 'core', instead: undefined });
  });

  it('is told what may stand there', () => {
    expect(sourceForms(SOURCES)).toBe(
      'one of: payments, core, archive; a tag: team=shop, team=network; a region: eu-west-1, us-east-1; an account: 111122223333, 444455556666',
    );
  });
});
