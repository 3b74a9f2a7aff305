import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Written } from '../../src/setup/init/write-file.ts';
import type { Terminal } from '../../src/terminal/terminal.ts';
import { flows } from './kit.ts';

const MANIFEST =
  'display_information: { name: flows }\nfeatures: { bot_user: { display_name: flows }, slash_commands: [{ command: /flows }] }\nsettings: {}\n';

/** `flows init` in a folder with these files, answered with these lines and then with Enter. */
async function init(
  argv: readonly string[],
  {
    there = [],
    lines,
    ...changes
  }: { there?: readonly string[]; lines?: readonly string[] } & Partial<Terminal> = {},
) {
  const written: Written[] = [];
  const left = [...(lines ?? [])];
  const ran = await flows(['init', ...argv], {
    files: {
      exists: async (path) => there.includes(path),
      write: async (one) => {
        written.push(one);
      },
      manifest: async () => MANIFEST,
    },
    ...(lines ? { ask: async () => left.shift() ?? '' } : {}),
    ...changes,
  });
  return { ...ran, written };
}

describe('flows init', () => {
  it('writes a configuration and a manifest from what it is told, and says what comes next', async () => {
    const { code, stderr, written } = await init([], {
      lines: ['insights', 'production', 'eu-west-1', '', '/vpc/flow', 'C012ABC', 'socket', 'netty'],
    });

    expect(code).toBe(0);
    const [configuration, manifest] = written;
    expect(parse(configuration?.text ?? '')).toMatchObject({
      sources: [{ name: 'production', kind: 'insights', region: 'eu-west-1', logGroups: ['/vpc/flow'] }],
      alerts: { channel: 'C012ABC' },
    });
    expect(manifest?.path).toBe('flows.manifest.yml');
    expect(parse(manifest?.text ?? '')).toMatchObject({ display_information: { name: 'netty' } });
    expect(stderr).toContain('flows iam-policy > policy.json');
    expect(stderr).toContain('flows doctor');
  });

  it('works without anybody there with --yes', async () => {
    const { code, written } = await init(['--yes'], { env: { AWS_REGION: 'us-east-1' } });

    expect(code).toBe(0);
    expect(parse(written[0]?.text ?? '').sources).toEqual([
      { name: 'production', kind: 'insights', region: 'us-east-1' },
    ]);
  });

  it('asks for --yes where nobody sits there', async () => {
    const { code, stderr, written } = await init([]);

    expect([code, written]).toEqual([2, []]);
    expect(stderr).toContain('flows init --yes takes what is usual');
  });

  it('writes over nothing that is there without being told to', async () => {
    const there = ['flows.config.yaml'];

    const asked = await init([], { there, lines: ['no'] });
    const unasked = await init(['--yes'], { there });

    expect([asked.code, asked.written, unasked.code, unasked.written]).toEqual([2, [], 2, []]);
    expect(unasked.stderr).toContain('Nothing was written: flows.config.yaml');
  });

  it('writes over what is there where it is told to', async () => {
    const { written } = await init([], { there: ['flows.config.yaml'], lines: ['yes'] });

    expect(written.map(({ path, over }) => [path, over])).toEqual([
      ['flows.config.yaml', true],
      ['flows.manifest.yml', false],
    ]);
  });

  it('writes elsewhere with --config, and names that in what comes next', async () => {
    const { written, stderr } = await init(['--yes', '--config', 'other.yaml']);

    expect(written[0]?.path).toBe('other.yaml');
    expect(stderr).toContain('flows doctor --config other.yaml');
  });

  it('writes to where FLOWS_CONFIG says that it is read, and names that in what comes next', async () => {
    const env = { FLOWS_CONFIG: 'conf.yaml' };
    const { written, stderr } = await init(['--yes'], { env });
    const elsewhere = await init(['--yes', '--config', 'flows.config.yaml'], { env });

    expect(written[0]?.path).toBe('conf.yaml');
    expect(stderr).toContain('flows doctor --config conf.yaml');
    expect(stderr).toContain('FLOWS_CONFIG=conf.yaml npm start');
    expect(elsewhere.written[0]?.path).toBe('flows.config.yaml');
    expect(elsewhere.stderr).toContain('flows doctor --config flows.config.yaml');
    expect(elsewhere.stderr).toContain('FLOWS_CONFIG=flows.config.yaml npm start');
  });

  it.each(['flows.manifest.yml', './flows.manifest.yml'])(
    'writes nothing where the configuration would be where the manifest is: %s',
    async (path) => {
      const { code, stderr, written } = await init(['--yes', '--config', path]);

      expect([code, written]).toEqual([2, []]);
      expect(stderr).toContain('Nothing was written: flows.manifest.yml is for the manifest');
    },
  );

  it('says how a policy is had from the list that is printed where a role is assumed', async () => {
    const role = 'arn:aws:iam::111122223333:role/flow-logs';
    const { stderr } = await init([], { lines: ['insights', 'production', 'eu-west-1', role] });

    expect(stderr).toContain('flows iam-policy > policies.json');
    expect(stderr).toContain("jq '.[0].policy' policies.json > policy.json");
    expect(stderr).toContain(`and '.[1].policy' for ${role}`);
  });

  it('names what comes next so that a shell takes it, whatever the file is called', async () => {
    const { stderr } = await init(['--yes', '--config', 'our flows; $(id).yaml']);

    expect(stderr).toContain("flows doctor --config 'our flows; $(id).yaml'");
    expect(stderr).toContain("FLOWS_CONFIG='our flows; $(id).yaml' npm start");
  });

  it('writes nothing where Ctrl-C is pressed meanwhile', async () => {
    const stop = new AbortController();
    const { code, written, stderr } = await init([], {
      signal: stop.signal,
      ask: async () => {
        stop.abort(new Error('Ctrl-C was pressed'));
        throw stop.signal.reason;
      },
    });

    expect([code, written]).toEqual([130, []]);
    expect(stderr).toContain('Nothing was written.');
  });

  it('tells what keeps a file from being written', async () => {
    const { code, stderr } = await init(['--yes'], {
      files: {
        exists: async () => false,
        write: async () => {
          throw Object.assign(new Error('read-only'), { code: 'EROFS' });
        },
        manifest: async () => MANIFEST,
      },
    });

    expect(code).toBe(3);
    expect(stderr).toContain('flows.config.yaml was not written: the file system is read-only.');
  });

  it('takes nothing beside its flags, and its flag belongs to nothing else', async () => {
    const word = await init(['production']);
    const flag = await flows(['reject', '10.0.1.5', '--yes']);

    expect([word.code, word.stderr]).toEqual([2, expect.stringContaining('asks for what it needs')]);
    expect([flag.code, flag.stderr]).toEqual([2, expect.stringContaining("'--yes' belongs to 'init'")]);
  });
});
