import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Budgets } from '../../src/config.ts';
import type { Engine } from '../../src/query/engine.ts';
import { askPerson } from '../../src/terminal/ask.ts';
import type { Terminal } from '../../src/terminal/terminal.ts';
import { flows, NOW, source } from './kit.ts';

const BUDGETS: Budgets = { question: { bytes: 50e9 }, personPerDay: {}, perDay: {} };

/** Runs `flows top` over a source that would scan 120 GB for a whole hour, and less for less. */
async function top(argv: readonly string[] = [], changes: Partial<Terminal> = {}) {
  const asked: number[] = [];
  const { engine: empty } = source();
  const engine: Partial<Engine> = {
    estimate: async ([query]) => {
      const { start, end } = query?.window ?? { start: 0, end: 0 };
      const share = (end - start) / 3600;
      return { bytes: 1.2e11 * share, usd: 0.6 * share, basis: 'CloudWatch Logs estimated it' };
    },
    run: (query, options) => {
      asked.push(query.window.end - query.window.start);
      return empty.run(query, options);
    },
  };
  const ran = await flows(['top', ...argv], {
    openSources: async () => [source(engine)],
    readBudgets: async () => BUDGETS,
    ...changes,
  });
  return { ...ran, asked };
}

/** Somebody who types these lines, one after the other, and sees what they are asked. */
function typing(...lines: readonly (string | null)[]) {
  const left = [...lines];
  const prompts: string[] = [];
  const ask = async (prompt: string) => {
    prompts.push(prompt);
    return left.shift() ?? null;
  };
  return { ask, prompts };
}

describe('a question that would pass a budget, where nobody sits at the terminal', () => {
  it('is not run: the figures are on stderr, with the flag that allows it, and the exit code is its own', async () => {
    const { code, stdout, stderr, asked } = await top(['--json']);

    expect({ code, stdout, asked }).toEqual({ code: 4, stdout: '', asked: [] });
    expect(stderr).toContain('This would scan about 120 GB, about $0.60.');
    expect(stderr).toContain('One question may scan 50 GB here without being asked.');
    expect(stderr).toContain('How it was estimated: CloudWatch Logs estimated it.');
    expect(stderr).toContain('the last 20 min of it would fit');
    expect(stderr).toContain('--spend');
  });

  it('is run with --spend', async () => {
    const { code, asked } = await top(['--spend']);

    expect(code).toBe(0);
    expect(new Set(asked)).toEqual(new Set([3600]));
  });
});

describe('a question that would pass a budget, where somebody sits at the terminal', () => {
  it('asks, and goes on with yes', async () => {
    const { ask, prompts } = typing('what?', 'y');

    const { code, stderr, asked } = await top([], { ask });

    expect(stderr).toContain('This would scan about 120 GB, about $0.60.');
    expect(prompts).toEqual(Array(2).fill('Scan it? [y]es / [n]arrow to the last 20 min / [s]top '));
    expect(code).toBe(0);
    expect(new Set(asked)).toEqual(new Set([3600]));
  });

  it('asks about the shorter time with narrow, and says that it did', async () => {
    const { code, stdout, asked } = await top(['--json'], typing('narrow'));

    expect(code).toBe(0);
    expect(new Set(asked)).toEqual(new Set([1200]));
    expect(JSON.parse(stdout)).toMatchObject({
      completeness: {
        window: { start: NOW / 1000 - 1200, end: NOW / 1000 },
        notes: expect.arrayContaining([expect.stringContaining('was narrowed')]),
      },
    });
  });

  it.each([['s'], ['stop'], [null]])('does not run with %s', async (typed) => {
    const { code, stderr, asked } = await top([], typing(typed));

    expect({ code, asked }).toEqual({ code: 130, asked: [] });
    expect(stderr).toContain('Stopped');
  });

  it('is stopped by Ctrl-C while it asks', async () => {
    const controller = new AbortController();
    const ask = async () => {
      controller.abort(new Error('Ctrl-C was pressed'));
      throw controller.signal.reason;
    };

    const { code, stderr, asked } = await top([], { ask, signal: controller.signal });

    expect({ code, asked }).toEqual({ code: 130, asked: [] });
    expect(stderr).toContain('Ctrl-C was pressed');
  });
});

describe('asking at the terminal', () => {
  function streams() {
    const [input, output] = [new PassThrough(), new PassThrough()];
    return { input, output };
  }

  it('gives the line that is typed', async () => {
    const { input, output } = streams();
    const asked = askPerson('Scan it? ', { input, output }, new AbortController().signal);
    input.write('yes\n');

    expect(await asked).toBe('yes');
    expect(String(output.read())).toBe('Scan it? ');
  });

  it('gives null where the input ends', async () => {
    const { input, output } = streams();
    const asked = askPerson('Scan it? ', { input, output }, new AbortController().signal);
    input.end();

    expect(await asked).toBeNull();
  });

  it('is ended by the signal', async () => {
    const controller = new AbortController();
    const asked = askPerson('Scan it? ', streams(), controller.signal);
    controller.abort(new Error('Ctrl-C was pressed'));

    await expect(asked).rejects.toThrow('Ctrl-C was pressed');
    await expect(askPerson('Again? ', streams(), controller.signal)).rejects.toThrow('Ctrl-C was pressed');
  });
});

describe('flows --help', () => {
  it('names the flag and the exit code', async () => {
    const { stdout } = await flows(['--help']);

    expect(stdout).toMatch(/--spend[\s\S]*Exit codes:[\s\S]*4 {4}not run/);
  });
});
