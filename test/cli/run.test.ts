import { afterEach, describe, expect, it, vi } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import type { Progress } from '../../src/query/engine.ts';
import { SourceError } from '../../src/query/source-error.ts';
import { controlsIn } from '../kit/shown-problems.ts';
import { flows, NOW, source } from './kit.ts';

const RECORD =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
const NOT_FOUND = new SourceError({
  code: 'not-found',
  attempted: 'read gone.log',
  happened: 'there is no such file.',
  todo: 'Check the path.',
});

describe('an answered question', () => {
  it('goes to stdout with exit code 0, whatever the verdict', async () => {
    const { code, stdout, stderr } = await flows(['reject', '10.0.1.5']);

    expect(code).toBe(0);
    expect(stdout).toContain('logs-incomplete');
    expect(stdout.endsWith('\n')).toBe(true);
    expect(stderr).toBe('');
  });

  it('is one Diagnosis as JSON', async () => {
    const { stdout } = await flows(['ask', 'reject 10.0.1.5 last 2h', '--json']);

    expect(JSON.parse(stdout)).toMatchObject({
      completeness: { window: { start: NOW / 1000 - 7200, end: NOW / 1000 } },
      findings: [expect.anything()],
    });
  });

  it('moves no cursor and reorders nothing as JSON either, whatever a record holds', async () => {
    const record = RECORD.replace('eni-1235b8ca123456789', 'eni-\u009b2J\u202e1');

    const { stdout } = await flows(['decode', record, '--json']);

    expect(controlsIn(stdout)).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({ record: { interfaceId: 'eni-\u009b2J\u202e1' } });
  });

  it.each(['--markdown', '--csv'])('is printed in another form with %s', async (flag) => {
    const { code, stdout } = await flows(['top', 'by', 'bytes', flag]);

    expect(code).toBe(0);
    expect(stdout).not.toBe('');
  });

  it('is asked at the time of --now', async () => {
    const { stdout, opened } = await flows(['reject', '10.0.1.5', '--now', '2020-01-01T00:00:00Z', '--json']);

    expect(JSON.parse(stdout)).toMatchObject({ completeness: { window: { end: 1_577_836_800 } } });
    expect(opened[0]?.now).toBe(1_577_836_800);
  });

  it('has its times in UTC, or the zone of TZ, or of --tz before that', async () => {
    const ends = async (argv: readonly string[], env: Readonly<Record<string, string>>) => {
      const { stdout } = await flows(['reject 10.0.1.5 yesterday', '--json', ...argv], { env });
      const { completeness } = JSON.parse(stdout) as { completeness: { window: { end: number } } };
      return new Date(completeness.window.end * 1000).toISOString();
    };

    expect(await ends([], {})).toBe('2026-11-23T00:00:00.000Z');
    expect(await ends([], { TZ: 'Europe/Berlin' })).toBe('2026-11-22T23:00:00.000Z');
    expect(await ends(['--tz', 'Asia/Tokyo'], { TZ: 'Europe/Berlin' })).toBe('2026-11-22T15:00:00.000Z');
    expect(await ends([], { TZ: ':/etc/localtime' })).toBe('2026-11-23T00:00:00.000Z');
  });
});

describe('what is typed in a shell', () => {
  it('is read as it stands, as nobody wrapped links in it', async () => {
    const { stderr } = await flows(['rejectt', '<web|a&amp;b>']);

    expect(stderr).toContain("Try:     flows 'reject web|a&amp;b'");
  });
});

describe('what needs no source', () => {
  it('explains a record that is one argument, or many', async () => {
    const one = await flows(['decode', RECORD]);
    const many = await flows(['decode', ...RECORD.split(' ')]);

    expect(one).toMatchObject({ code: 0, stderr: '', opened: [] });
    expect(one.stdout).toContain('1:');
    expect(many.stdout).toBe(one.stdout);
  });

  it('explains a record that is wrapped in JSON', async () => {
    const { code, stdout } = await flows(['decode', JSON.stringify({ message: RECORD }), '--json']);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ record: { dstPort: 22 } });
  });

  it('says the same through the grammar', async () => {
    expect((await flows(['ask', `decode ${RECORD}`])).stdout).toBe((await flows(['decode', RECORD])).stdout);
  });

  it.each([[[]], [['help']], [['ask', '']]])('shows what can be asked for %j', async (argv) => {
    const { code, stdout, opened } = await flows(argv);

    expect({ code, opened }).toEqual({ code: 0, opened: [] });
    expect(stdout).toMatch(/reject[\s\S]*top[\s\S]*decode/);
  });

  it('shows the flags with --help, and a verb with its name', async () => {
    expect((await flows(['--help'])).stdout).toMatch(/--records[\s\S]*reject/);
    expect((await flows(['reject', '--help'])).stdout).not.toContain('--records');
    expect((await flows(['reject', '-h', '--json'])).stdout).toContain('"name": "reject"');
  });

  it('shows the version, and runs the demo', async () => {
    expect(await flows(['--version'])).toMatchObject({ code: 0, stdout: '1.2.3\n' });
    expect(await flows(['demo'], { runDemo: async () => 7 })).toMatchObject({ code: 7 });
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    ['top', 3],
    ['reject', 2],
  ])(
    'says what was taken as a path where a name of the question stands behind one: %s',
    async (verb, exit) => {
      const openSources = async () => {
        throw new SourceError({
          ...{ code: 'not-found', attempted: 'read records from web-1' },
          ...{ happened: 'there is no such file.', todo: 'Name a file.' },
        });
      };

      const { code, stderr } = await flows([verb, '--records', 'a.log', 'web-1'], { openSources });

      expect(code).toBe(exit);
      expect(stderr).toMatch(/'web-1' was taken as a path of --records: if it belongs to the question, put/);
    },
  );

  it('is a mistake on stderr with exit code 2', async () => {
    const { code, stdout, stderr, opened } = await flows(['rejct', '10.0.1.5', '--json']);

    expect({ code, stdout, opened }).toEqual({ code: 2, stdout: '', opened: [] });
    expect(stderr).toContain('reject 10.0.1.5');
  });

  it('says that an arrow is for the shell a file to write to', async () => {
    const arrow = /the shell took what follows it as the name of a file/;

    expect((await flows(['trace', '10.0.1.5', '-'])).stderr).toMatch(arrow);
    expect((await flows(['trace', '10.0.1.5', 'too', '10.0.2.7'])).stderr).not.toMatch(arrow);
  });

  it('names the sources where it asks for one that is not there', async () => {
    const openSources = async () => [source({}, 'production'), source({}, 'staging')];

    const { code, stderr } = await flows(['reject', '10.0.1.5', 'in', 'stagign'], { openSources });

    expect(code).toBe(2);
    expect(stderr).toContain('production, staging');
    expect(stderr).toContain('reject 10.0.1.5 in staging');
  });

  it.each([
    ['a source that cannot be opened', { openSources: () => Promise.reject(NOT_FOUND) }],
    [
      'a source that cannot be read',
      { openSources: async () => [source({ run: () => Promise.reject(NOT_FOUND) })] },
    ],
  ])('ends with exit code 3 for %s', async (_, changes) => {
    const { code, stdout, stderr } = await flows(['reject', '10.0.1.5'], changes);

    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/read gone\.log[\s\S]*Check the path/);
  });

  it('shows every mistake of the configuration', async () => {
    const openSources = () => Promise.reject(new ConfigError(['one is wrong.', 'two is wrong.']));

    const { code, stderr } = await flows(['reject', '10.0.1.5'], { openSources });

    expect(code).toBe(3);
    expect(stderr).toMatch(/one is wrong\.\s+two is wrong\./i);
  });

  it('ends with exit code 130 when Ctrl-C stops the query', async () => {
    const controller = new AbortController();
    const engine = {
      run: () => {
        controller.abort(new Error('Ctrl-C was pressed'));
        return Promise.reject(controller.signal.reason);
      },
    };

    const { code, stdout } = await flows(['reject', '10.0.1.5'], {
      signal: controller.signal,
      openSources: async () => [source(engine)],
    });

    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  });

  it('closes its sources, and still answers where one does not close', async () => {
    const close = vi.fn(() => Promise.reject(new Error('stuck')));

    const { code, stderr } = await flows(['reject', '10.0.1.5'], {
      openSources: async () => [source({ close })],
    });

    expect(close).toHaveBeenCalledOnce();
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'flows: records did not close: Error: stuck\n' });
  });
});

describe('progress', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A source whose first query is slow by the fake clock, and that says of each what it does. */
  const monotonic = () => Date.now();

  function slow(milliseconds: number, progress: Progress = { text: '12 of 40 files' }) {
    vi.useFakeTimers();
    const { engine } = source();
    let slowness = milliseconds;
    return [
      source({
        run: async (query, options) => {
          options.onProgress?.(progress);
          const time = slowness;
          slowness = 0;
          await vi.advanceTimersByTimeAsync(time);
          return engine.run(query, options);
        },
      }),
    ];
  }

  it('is silent for answers that come quickly', async () => {
    const openSources = async () => slow(50);

    expect((await flows(['top'], { openSources })).stderr).toBe('');
  });

  it('is plain lines on stderr where no terminal is, not many of them', async () => {
    const openSources = async () => slow(12_000);

    expect((await flows(['top'], { openSources, monotonic })).stderr).toBe(
      ['1 s', '6 s', '11 s'].map((time) => `12 of 40 files · ${time}\n`).join(''),
    );
  });

  it('is one line that goes on with the time and is erased in the end in a terminal', async () => {
    const openSources = async () => slow(2200);
    const lines: string[] = [];
    const stderr = { write: (text: string) => lines.push(text), isTTY: true };

    await flows(['top'], { openSources, stderr, monotonic });

    expect(lines).toEqual(['\r\u001B[K12 of 40 files · 1 s', '\r\u001B[K12 of 40 files · 2 s', '\r\u001B[K']);
  });

  it('has a bar where it is known how much is done, and what all of its queries have scanned', async () => {
    const openSources = async () => slow(1500, { text: 'running', done: 0.5, bytesScanned: 38_000_000 });

    expect((await flows(['top'], { openSources, monotonic })).stderr).toBe(
      '▓▓▓░░░░░░░ 25 % · running · 114 MB read · 1 s\n',
    );
  });
});
