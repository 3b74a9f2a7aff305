import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../src/setup/init/answers.ts';
import { type InterviewParts, interview, unasked } from '../../../src/setup/init/interview.ts';

/** Somebody who types these lines, one after the other, and then nothing more. */
async function talked(lines: readonly (string | null)[], changes: Partial<InterviewParts> = {}) {
  const left = [...lines];
  const said: string[] = [];
  const asked: string[] = [];
  const answers = await interview({
    ask: async (prompt) => {
      asked.push(prompt);
      return left.length > 0 ? (left.shift() ?? null) : '';
    },
    say: (line) => said.push(line),
    findGroups: async () => null,
    region: 'eu-west-1',
    ...changes,
  });
  return { answers, said, asked };
}

const USUAL: Answers = {
  ...{ kind: 'insights', name: 'production', region: 'eu-west-1', role: null, externalId: null },
  ...{ logGroups: [], workgroup: 'flows', database: 'flows', table: 'vpc_flow_logs', output: null },
  ...{ paths: ['./records'], channel: null, url: null, botName: 'flows', command: '/flows' },
};

describe('the interview', () => {
  it('takes what stands in brackets where nothing is typed', async () => {
    const { answers, asked } = await talked([]);

    expect(answers).toEqual(USUAL);
    expect(asked[2]).toBe('In which region? [eu-west-1] ');
  });

  it('asks only what the kind of source needs', async () => {
    const { answers, asked } = await talked(['files', 'disk', 'logs/**/*.gz, more']);

    expect(answers).toMatchObject({ kind: 'files', name: 'disk', paths: ['logs/**/*.gz', 'more'] });
    expect(asked.join()).not.toContain('region');
  });

  it('asks Athena for its workgroup, table and place of results', async () => {
    const { answers } = await talked(['ath', '', '', '', 'audit', 'logs.vpc', 's3://results/x/']);

    expect(answers).toMatchObject({
      ...{ kind: 'athena', workgroup: 'audit', database: 'logs', table: 'vpc', output: 's3://results/x/' },
    });
  });

  it('asks again with what is allowed, in the words of the schema, until it is right', async () => {
    const { answers, said } = await talked([
      ...['insihgts', 'insights', 'my source', 'prod', 'eu-west', 'eu-west-2'],
      ...['arn:aws:iam::1:user/x', 'arn:aws:iam::111122223333:role/reader', 'shared-7'],
    ]);

    expect(answers).toMatchObject({
      ...{ kind: 'insights', name: 'prod', region: 'eu-west-2', externalId: 'shared-7' },
      role: 'arn:aws:iam::111122223333:role/reader',
    });
    expect(said.slice(0, 4)).toEqual([
      '  insihgts is none of insights, athena, files; did you mean insights?',
      '  sources[0].name in flows.config.yaml is "my source"; it must be a word of letters, digits, dots, dashes and underscores.',
      '  eu-west is no region; such as eu-west-1, or none for what AWS_REGION says.',
      '  sources[0].role.arn in flows.config.yaml is "arn:aws:iam::1:user/x"; it must be the ARN of a role: arn:aws:iam::<account>:role/<name>.',
    ]);
  });

  it('asks what the command is called, and again where Slack would not take it', async () => {
    const { answers, said } = await talked(['files', '', '', '', '', 'netty', '/Net Flow', 'netflow']);

    expect(answers).toMatchObject({ botName: 'netty', command: '/netflow' });
    expect(said).toEqual([
      '  slack.command in flows.config.yaml is "/Net Flow"; it must be a slash, and then 1 to 31 lower-case letters, digits, dashes and underscores: /flows.',
    ]);
  });

  it('offers the log groups that flow logs write to, to be named by their numbers', async () => {
    const { answers, said } = await talked(['', '', '', '', '7', '2, /other'], {
      findGroups: async () => ['/vpc/a', '/vpc/b'],
    });

    expect(said).toContain('  1  /vpc/a');
    expect(said).toContain('  There is no number 7: 1 to 2, or names.');
    expect(answers?.logGroups).toEqual(['/vpc/b', '/other']);
  });

  it('says that log groups cannot be found out, and asks for their names', async () => {
    const { said } = await talked([]);

    expect(said).toContain('They cannot be found out with the credentials that are here: name them.');
  });

  it('takes the link of a channel for its id, and refuses its name', async () => {
    const lines = ['', '', '', '', '', '#alerts', 'https://acme.slack.com/archives/C012ABC'];

    const { answers, said } = await talked(lines);

    expect(answers?.channel).toBe('C012ABC');
    expect(said.at(-1)).toContain('it must be a Slack channel id, such as C012ABC');
  });

  it('takes the address that Slack calls, by HTTPS alone', async () => {
    const lines = [
      '',
      '',
      '',
      '',
      '',
      '',
      'http://bot.example.com',
      'https://bot.example.com/slack',
      '@Netty',
      'netty',
    ];

    const { answers, said } = await talked(lines);

    expect(answers).toMatchObject({ url: 'https://bot.example.com', botName: 'netty' });
    expect(said.at(-2)).toContain('by HTTPS');
  });

  it('comes to nothing where the input ends', async () => {
    expect((await talked(['insights', null])).answers).toBeNull();
  });

  it('is not needed for what is usual', () => {
    expect(unasked('eu-west-1')).toEqual(USUAL);
  });
});
