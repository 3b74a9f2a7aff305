/** What is done in a terminal, and not with what the bot remembers. Each loads what it takes when it is asked for. */
import type { AuditAction, DoctorAction, IamPolicyAction, InitAction } from '../commands/action.ts';
import type { Arguments } from './arguments.ts';
import type { Terminal } from './terminal.ts';

export type TerminalAction = AuditAction | DoctorAction | IamPolicyAction | InitAction;

const KINDS: ReadonlySet<string> = new Set<TerminalAction['kind']>(['audit', 'doctor', 'iam-policy', 'init']);

export function isOfTerminal(action: { readonly kind: string }): action is TerminalAction {
  return KINDS.has(action.kind);
}

/** @returns the exit code */
export async function carryOut(
  action: TerminalAction,
  { form, yes, sources: flags }: Arguments,
  timeZone: string,
  terminal: Terminal,
): Promise<number> {
  switch (action.kind) {
    case 'audit': {
      const { printAudit } = await import('./audit.ts');
      return printAudit(action, { form, timeZone, flags }, terminal);
    }
    case 'doctor': {
      const { printDoctor } = await import('./doctor.ts');
      return printDoctor({ form, flags }, terminal);
    }
    case 'iam-policy': {
      const { printIamPolicy } = await import('./iam-policy.ts');
      return printIamPolicy(action, { form, timeZone, flags }, terminal);
    }
    case 'init': {
      const { runInit } = await import('./init.ts');
      return runInit({ yes, config: flags.config }, terminal);
    }
  }
}
