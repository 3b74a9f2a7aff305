import { describe, expect, it } from 'vitest';
import { watch } from '../../src/commands/watch.ts';

const CLOCK = { now: 1_795_444_620, timeZone: 'UTC' };
const read = (argument: string) => watch.read(argument, CLOCK);

describe('watch', () => {
  it('takes a question, how often, what is waited for and how long, in any order', () => {
    const wanted = {
      ...{ kind: 'watch', do: 'begin', question: 'reject 10.0.1.5 port 443' },
      ...{ everySeconds: 600, lastsSeconds: 28_800, when: { kind: 'rejected' } },
    };

    expect(read('reject 10.0.1.5 port 443 every 10m when rejected for 8h')).toEqual(wanted);
    expect(read('reject 10.0.1.5 port 443 for 8 hours when it is rejected every 10 minutes')).toEqual(wanted);
  });

  it('asks every five minutes for two hours whether the verdict changes, where nothing else is said', () => {
    expect(read('trace web-1 db-1 5432')).toMatchObject({
      ...{ question: 'trace web-1 db-1 5432', everySeconds: 300, lastsSeconds: 7200 },
      when: { kind: 'change' },
    });
  });

  it('keeps a name together that has the words of a clause in it', () => {
    expect(read('reject "when pigs fly" when rejected')).toMatchObject({
      question: 'reject "when pigs fly"',
      when: { kind: 'rejected' },
    });
  });

  it.each([
    ['it changes', { kind: 'change' }],
    ['not healthy', { kind: 'not-healthy' }],
    ['nacl-return-outbound', { kind: 'verdict', verdict: 'nacl-return-outbound' }],
    ['over 500', { kind: 'over', value: 500, unit: null }],
    ['over 2 GB', { kind: 'over', value: 2e9, unit: 'bytes' }],
    ['over 1.5MB', { kind: 'over', value: 1.5e6, unit: 'bytes' }],
    ['over 100 packets', { kind: 'over', value: 100, unit: 'packets' }],
  ])('waits until “%s”', (text, when) => {
    expect(read(`top by bytes when ${text} for 8h`)).toMatchObject({ when, lastsSeconds: 28_800 });
  });

  it('lists, and ends one by its name', () => {
    expect(read('list')).toEqual({ kind: 'watch', do: 'list' });
    expect(read('end W-1A2b3c')).toEqual({ kind: 'watch', do: 'end', watch: '1a2b3c' });
  });

  it.each([
    ['reject 10.0.1.5 when helthy', 'did you mean `healthy`?'],
    ['reject 10.0.1.5 every 5s', 'every minute at the most'],
    ['reject 10.0.1.5 for 30d', '7 days at the most'],
    ['reject 10.0.1.5 when over lots', 'Over how much?'],
    ['reject 10.0.1.5 when rejected when rejected', 'a second time'],
    ['when rejected', 'is missing'],
    ['end 12', 'Which watch is to end?'],
  ])('says what is wrong with “%s”, with an example that works', (argument, problem) => {
    const mistake = read(argument);

    expect(mistake).toMatchObject({ kind: 'mistake', problem: expect.stringContaining(problem) });
    expect(mistake.kind === 'mistake' && read(mistake.example.replace(/^watch /, '')).kind).toBe('watch');
  });
});
