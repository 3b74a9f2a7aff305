import { describe, expect, it } from 'vitest';
import { DEFAULT_DETECTION } from '../../../src/analyzers/detection/detecting.ts';
import { understand } from '../../../src/commands/answer.ts';
import { createLedger } from '../../../src/investigation/ledger.ts';
import { askingOf } from '../../../src/slack/questions/asking.ts';
import { UNSEEN } from '../../kit/telemetry.ts';

const NOW = 1_795_442_520;
const SCAN = understand('scan 10.0.1.5', { now: NOW, timeZone: 'UTC' });
const REJECT = understand('reject 10.0.1.5', { now: NOW, timeZone: 'UTC' });

function office() {
  let reads = 0;
  const configured = { ...DEFAULT_DETECTION, parameters: { 'port-scan': { ports: 30 } } };
  const parts = {
    ledger: createLedger(() => NOW),
    monotonic: () => 0,
    telemetry: UNSEEN,
    detection: async () => {
      reads += 1;
      return configured;
    },
  };
  return { parts, configured, reads: () => reads };
}

const BY = {
  ...{ now: NOW, asker: 'alarms', sources: [], signal: new AbortController().signal },
  budgets: undefined,
};

describe('what an answer takes of the bot', () => {
  it('has what detectors are set to, whoever asks for a scan', async () => {
    const { parts, configured } = office();

    expect(await askingOf(parts, SCAN, BY)).toMatchObject({ asker: 'alarms', detection: configured });
  });

  it('reads no list of threats for a question that no detector answers', async () => {
    const { parts, reads } = office();

    expect(await askingOf(parts, REJECT, BY)).not.toHaveProperty('detection');
    expect(reads()).toBe(0);
  });

  it('has no limit without budgets, and asks nobody where nobody is there', async () => {
    const { parts } = office();
    const budgets = { question: { bytes: 5 }, personPerDay: {}, perDay: {} };

    expect(await askingOf(parts, REJECT, BY)).not.toHaveProperty('spending');
    const limited = await askingOf(parts, REJECT, { ...BY, budgets });
    expect(limited.spending).toEqual({ budgets, ledger: parts.ledger });
  });
});
