import { describe, expect, it } from 'vitest';
import type { Access, Gate } from '../../../src/access/access.ts';
import { patientGate } from '../../../src/slack/access/patient-gate.ts';

const VISITOR = { user: 'U0ASKER', channel: 'C0OPS' };
const ALLOWED: Access = { kind: 'allowed', sources: [] };
const REFUSED: Access = { kind: 'refused', because: 'You are a guest.', todo: 'Ask somebody.' };
const NOT_TOLD: Access = { ...REFUSED, isPassing: true };

/** Says one after the other, and the last from then on. */
function saying(...answers: readonly Access[]): { readonly gate: Gate; readonly asked: () => number } {
  let asked = 0;
  const admit = async () => answers[Math.min(asked++, answers.length - 1)] ?? REFUSED;
  return { gate: { admit }, asked: () => asked };
}

describe('a gate for what can wait', () => {
  it('asks again where Slack did not tell who somebody is', async () => {
    const { gate, asked } = saying(NOT_TOLD, NOT_TOLD, ALLOWED);

    expect(await patientGate(gate).admit(VISITOR)).toEqual(ALLOWED);
    expect(asked()).toBe(3);
  });

  it('takes a refusal for what it is at once', async () => {
    const { gate, asked } = saying(REFUSED, ALLOWED);

    expect(await patientGate(gate).admit(VISITOR)).toEqual(REFUSED);
    expect(asked()).toBe(1);
  });

  it('refuses in the end where Slack never tells', async () => {
    const { gate, asked } = saying(NOT_TOLD);

    expect(await patientGate(gate).admit(VISITOR)).toEqual(NOT_TOLD);
    expect(asked()).toBe(4);
  });
});
