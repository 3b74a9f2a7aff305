/** For what is written down and can wait: where Slack does not tell now who somebody is, that is no answer yet. */
import type { Access, Gate } from '../../access/access.ts';

/** Each waits for as long as the gate does: all together a minute. */
const TIMES = 4;

/** Asks again where the refusal may pass; after that it stands. */
export function patientGate(gate: Gate): Gate {
  return {
    async admit(visitor) {
      let access: Access = await gate.admit(visitor);
      for (let times = 1; times < TIMES && access.kind === 'refused' && access.isPassing; times += 1)
        access = await gate.admit(visitor);
      return access;
    },
  };
}
