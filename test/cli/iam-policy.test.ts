import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { Source } from '../../src/config-sources.ts';
import { flows } from './kit.ts';

const PRODUCTION = Source.parse({
  name: 'production',
  kind: 'insights',
  region: 'eu-west-1',
  logGroups: ['/a'],
});
const STAGING = Source.parse({
  ...{ name: 'staging', kind: 'insights', region: 'eu-west-1', logGroups: ['/b'] },
  role: { arn: 'arn:aws:iam::444455556666:role/reader' },
});
const readSources = async () => [PRODUCTION, STAGING];

describe('flows iam-policy', () => {
  it('prints the policy of one source as it is attached, and beside it who it is for', async () => {
    const ran = await flows(['iam-policy', 'production'], { readSources });

    expect(ran).toMatchObject({ code: 0, opened: [] });
    expect(JSON.parse(ran.stdout)).toMatchObject({ Version: '2012-10-17' });
    expect(ran.stdout).not.toContain('AssumeRole');
    expect(ran.stderr).toContain('For whom flows runs as:\n- production names no account');
  });

  it('prints several as a list, each with its role', async () => {
    const ran = await flows(['iam-policy'], { readSources });

    expect(JSON.parse(ran.stdout)).toMatchObject([
      { role: null },
      { role: 'arn:aws:iam::444455556666:role/reader' },
    ]);
    expect(ran.stderr).toContain('For the role arn:aws:iam::444455556666:role/reader:');
  });

  it('names the sources where one is not known, and the nearest of them as the example', async () => {
    const ran = await flows(['iam-policy', 'stagin'], { readSources });

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('No source is called stagin.');
    expect(ran.stderr).toContain('production, staging');
    expect(ran.stderr).toContain('iam-policy staging');
  });

  it('says that files and the demo need no permission', async () => {
    const ran = await flows(['iam-policy']);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('No source on AWS is configured');
    expect(ran.stderr).toContain('iam-policy --log-group /vpc/flow --region eu-west-1');
  });

  it('tells what is wrong with the configuration', async () => {
    const ran = await flows(['iam-policy'], {
      readSources: async () => {
        throw new ConfigError([
          'sources[0].kind in flows.config.yaml is "cloud"; it must be files, insights or athena.',
        ]);
      },
    });

    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('is "cloud"');
  });
});
