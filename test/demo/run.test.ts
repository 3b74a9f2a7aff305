import { describe, expect, it, vi } from 'vitest';
import { NoLocalSlack } from '../../src/demo/local-slack.ts';
import { type Demo, runDemo } from '../../src/demo/run.ts';
import { hasLocalSlack } from '../kit/local-slack.ts';

const LONG = 30_000;

function demo(changes: Partial<Demo> = {}) {
  const written = { stdout: '', stderr: '' };
  const controller = new AbortController();
  const running = runDemo({
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    staysUp: false,
    signal: controller.signal,
    now: Date.now,
    monotonic: () => performance.now(),
    ...changes,
  });
  return { written, running, stop: () => controller.abort(new Error('Ctrl-C was pressed')) };
}

describe.skipIf(!(await hasLocalSlack()))('the demo', () => {
  it('asks the real bot in a local Slack, shows the thread, and ends by itself where nobody sits', async () => {
    const { written, running } = demo();

    await running;

    expect(written.stdout).toMatch(/^This network does not exist/);
    expect(written.stdout).toMatch(/#incidents\n {2}you {4}\/flows reject 10\.0\.1\.5\n {2}flows {2}● /);
    expect(written.stdout).toMatch(/asked by @you\n/);
    expect(written.stdout).toMatch(/│ nacl-return-outbound[\s\S]*│ Blocked by[\s\S]*│ Next check/);
    expect(written.stdout).not.toMatch(/`|&[a-z]+;|:[a-z_]+:|<@/);
    expect(written.stderr).toBe('');
  });

  it('stays up with a page to type in where somebody sits, until it is stopped', {
    timeout: 60_000,
  }, async () => {
    const { written, running, stop } = demo({ staysUp: true });
    await vi.waitFor(() => expect(written.stdout).toContain('Ctrl-C ends it.'), LONG);
    const [url = ''] = /http:\/\/\S+/.exec(written.stdout) ?? [];

    expect((await fetch(url)).status).toBe(200);
    expect(written.stdout).toContain('  /flows reject 10.0.1.20');
    expect(written.stdout).toContain('#network-alerts');
    stop();
    await running;

    await expect(fetch(url)).rejects.toThrow();
  });

  it('is stopped in the middle without an error', async () => {
    const { written, running, stop } = demo({ staysUp: true });
    await vi.waitFor(() => expect(written.stdout).toContain('VPC 10.0.0.0/16'), LONG);

    stop();

    await running;
    expect(written.stderr).toBe('');
  });
});

describe('the demo without a local Slack', () => {
  it('says so and answers in the terminal', async () => {
    const startSlack = () =>
      Promise.reject(new NoLocalSlack('the package local-slack-plan9-mips is not installed'));

    const { written, running } = demo({ startSlack, staysUp: true });
    await running;

    expect(written.stderr).toContain(
      'There is no local Slack here (the package local-slack-plan9-mips is not installed)',
    );
    expect(written.stdout).toMatch(
      /\$ flows reject 10\.0\.1\.5[\s\S]*nacl-return-outbound[\s\S]*flows reject 10\.0\.1\.20/,
    );
  });
});
