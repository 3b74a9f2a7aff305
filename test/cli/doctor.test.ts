import { describe, expect, it } from 'vitest';
import { fine, problem, warning } from '../../src/setup/doctor/check.ts';
import { controlsIn } from '../kit/shown-problems.ts';
import { flows } from './kit.ts';

async function* examine() {
  yield fine('store', 'flows.db can be read, and is up to date.');
  yield warning('Slack', 'No token is set.', 'Set SLACK_BOT_TOKEN.');
  yield problem('source production', 'Not allowed: ec2:DescribeVpcs.', 'flows iam-policy production');
}

describe('flows doctor', () => {
  it('prints a line for each thing, with what mends it below', async () => {
    const ran = await flows(['doctor'], { examine });

    expect(ran.code).toBe(5);
    expect(ran.stdout.split('\n')).toEqual([
      '✓ store                  flows.db can be read, and is up to date.',
      '! Slack                  No token is set.',
      '                         → Set SLACK_BOT_TOKEN.',
      '✗ source production      Not allowed: ec2:DescribeVpcs.',
      '                         → flows iam-policy production',
      '',
      '1 problem, 1 warning.',
      '',
    ]);
  });

  it.each([[['doctor']], [['doctor', '--json']]])(
    'shows nothing that could move the cursor of a terminal, whoever wrote it: %j',
    async (argv) => {
      const ran = await flows(argv, {
        async *examine() {
          yield problem(
            'source production',
            'Its lines have the fields \u001b[2Jlevel.',
            '\u009b2J\u202ea\u001b]0;b\u0007c',
          );
        },
      });

      expect(controlsIn(ran.stdout)).toEqual([]);
    },
  );

  it('says that it was stopped, where Ctrl-C is pressed meanwhile', async () => {
    const stop = new AbortController();
    const ran = await flows(['doctor'], {
      signal: stop.signal,
      async *examine() {
        yield fine('store', 'flows.db can be read, and is up to date.');
        stop.abort(new Error('Ctrl-C was pressed'));
        throw stop.signal.reason;
      },
    });

    expect([ran.code, ran.stderr]).toEqual([130, 'Stopped before all was looked at.\n']);
  });

  it('prints JSON for programs', async () => {
    const ran = await flows(['doctor', '--json'], { examine });

    expect(JSON.parse(ran.stdout)).toMatchObject([
      { standing: 'ok', todo: null },
      { about: 'Slack' },
      { standing: 'problem' },
    ]);
  });

  it('ends with 0 where nothing keeps it from working', async () => {
    const ran = await flows(['doctor'], {
      async *examine() {
        yield warning('Slack', 'No token is set.', 'Set SLACK_BOT_TOKEN.');
      },
    });

    expect([ran.code, ran.stdout.split('\n').at(-2)]).toEqual([0, '1 warning.']);
  });

  it('takes nothing beside its flags', async () => {
    const ran = await flows(['doctor', 'production']);

    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('looks at everything')]);
  });
});
