import { describe, expect, it } from 'vitest';
import { understand } from '../../src/commands/answer.ts';

const CLOCK = { now: 1_795_442_520, timeZone: 'UTC' };

function read(text: string): unknown {
  const understood = understand(text, CLOCK);
  return understood.kind === 'action'
    ? understood.action
    : understood.kind === 'immediate' && understood.answer;
}

describe('incident', () => {
  it.each([
    ['open "Checkout is down" sev2', { do: 'open', title: 'Checkout is down', severity: 'sev2' }],
    ['open Checkout is down', { do: 'open', title: 'Checkout is down', severity: null }],
    ['open sev1 “Checkout is down”', { do: 'open', title: 'Checkout is down', severity: 'sev1' }],
    ['open "a sev1 of last week again"', { do: 'open', title: 'a sev1 of last week again', severity: null }],
    ['status', { do: 'status' }],
    ['STATUS inc-7', { incident: 7, do: 'status' }],
    ['add', { do: 'add', message: null }],
    [
      'add <https://acme.slack.com/archives/C0WEB/p1700000000000100?thread_ts=1699999999.000100&amp;cid=C0WEB>',
      { do: 'add', message: { channel: 'C0WEB', ts: '1700000000.000100' } },
    ],
    ['note INC-7 rolled back at 14:10', { incident: 7, do: 'note', text: 'rolled back at 14:10' }],
    ['note <@U0BOB|bob> rolled it back', { do: 'note', text: '<@U0BOB> rolled it back' }],
    ['action restore the rule <@U0BOB>', { do: 'action', text: 'restore the rule', who: 'U0BOB' }],
    ['action restore the rule', { do: 'action', text: 'restore the rule', who: null }],
    ['done 2', { do: 'done', item: 2 }],
    ['severity sev-1', { do: 'severity', severity: 'sev1' }],
    ['close', { do: 'close', because: null }],
    ['close "the network ACL"', { do: 'close', because: 'the network ACL' }],
    ['close #12 the network ACL', { incident: 12, do: 'close', because: 'the network ACL' }],
    ['reopen INC-7', { incident: 7, do: 'reopen' }],
    ['list', { do: 'list', all: false }],
    ['list all', { do: 'list', all: true }],
    ['', { do: 'list', all: false }],
    ['report', { do: 'report', as: 'markdown' }],
    ['report INC-7 as canvas', { incident: 7, do: 'report', as: 'canvas' }],
    ['report csv', { do: 'report', as: 'csv' }],
  ])('reads: %s', (text, expected) => {
    expect(read(`incident ${text}`)).toEqual({ kind: 'incident', incident: null, ...expected });
  });

  it('knows who is mentioned after the bot from the bot itself', () => {
    const action = { do: 'action', text: 'restore the rule', who: 'U0BOB' };

    expect(read('<@U0FLOWS> incident action restore the rule <@U0BOB>')).toMatchObject(action);
    expect(read('<@U0FLOWS|flows>: incident action restore the rule <@U0BOB|bob>')).toMatchObject(action);
  });

  it.each([
    ['opne "Checkout is down" sev2', 'did you mean `open`', 'incident open "Checkout is down" sev2'],
    ['stauts', 'did you mean `status`', 'incident status'],
    ['burn', 'nothing that can be done with an incident', 'incident status'],
    ['open', 'has no title', 'incident open "Checkout cannot reach the database" sev2'],
    ['open sev2', 'has no title', 'incident open "Checkout cannot reach the database" sev2'],
    ['open "Checkout is down" sev9', 'is not a severity', 'incident open "Checkout is down" sev1'],
    ['note', 'the text is missing', 'incident note the deploy of 14:00 was rolled back'],
    ['done first', 'is not the number of an action', 'incident done 1'],
    ['done', 'The number of an action is missing', 'incident done 1'],
    ['severity high', 'is not a severity', 'incident severity sev2'],
    ['add https://example.com', 'is no link to a message', 'incident add'],
    ['report as cvs', 'is not a form of report', 'incident report as csv'],
    ['status please', 'takes no “please”', 'incident status'],
    [
      `open "${'long '.repeat(40)}"`,
      'The title has',
      expect.stringMatching(/^incident open "(?:long )+.*…"$/),
    ],
  ])('says what is wrong, with a text that works: %s', (text, problem, example) => {
    const mistake = read(`incident ${text}`);

    expect(mistake).toMatchObject({ kind: 'mistake', problem: expect.stringContaining(problem), example });
    expect(read(String(Reflect.get(Object(mistake), 'example')))).toMatchObject({ kind: 'incident' });
  });

  it('has help of its own', () => {
    expect(read('incident help')).toMatchObject({ kind: 'help', verbs: [{ name: 'incident' }] });
    expect(read('help incident')).toMatchObject({ kind: 'help', verbs: [{ name: 'incident' }] });
  });
});
