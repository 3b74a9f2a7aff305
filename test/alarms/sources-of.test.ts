import { describe, expect, it } from 'vitest';
import { sourcesOf } from '../../src/alarms/sources-of.ts';
import type { Source } from '../../src/investigation/source.ts';
import { QUICK } from '../kit/slack-bot.ts';

function source(name: string, account: string | null): Source {
  return { ...QUICK, name, about: { ...QUICK.about, account } };
}

const [OURS, OTHER, UNSAID] = [source('ours', '1'), source('other', '2'), source('unsaid', null)];

describe('the sources that an alarm is put to', () => {
  it('are those of its account', () => {
    expect(sourcesOf({ account: '1' }, [OURS, OTHER, UNSAID])).toEqual([OURS]);
  });

  it('are those that do not say whose they are where none is of its account', () => {
    expect(sourcesOf({ account: '3' }, [OURS, OTHER, UNSAID])).toEqual([UNSAID]);
  });

  it('are never those of another account', () => {
    expect(sourcesOf({ account: '3' }, [OURS, OTHER])).toEqual([]);
    expect(sourcesOf({ account: null }, [OURS, OTHER])).toEqual([]);
  });
});
