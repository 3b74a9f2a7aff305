/** `flows doctor`: a line for each thing that was looked at, as soon as it is known, with what mends it. */
import { renderJson } from '../present/json.ts';
import { counted } from '../present/quantities.ts';
import { forTerminal } from '../present/untrusted.ts';
import type { Check, Standing } from '../setup/doctor/check.ts';
import type { Form, SourceFlags } from './arguments.ts';
import { DONE, FOUND_A_PROBLEM, STOPPED } from './exit-codes.ts';
import { writeLine } from './print.ts';
import type { Terminal } from './terminal.ts';

const MARKS: Readonly<Record<Standing, string>> = { ok: '✓', warning: '!', problem: '✗' };
/** As wide as most of what is looked at. */
const ABOUT = 22;

/** What AWS and Slack said, and the names of fields in log lines, stand in it: others wrote them. */
function lines({ about, standing, says, todo }: Check): string {
  const line = `${MARKS[standing]} ${about.padEnd(ABOUT)} ${forTerminal(says)}`;
  return todo === null ? line : `${line}\n  ${''.padEnd(ABOUT)} → ${forTerminal(todo)}`;
}

function summary(checks: readonly Check[]): string {
  const of = (standing: Standing) => checks.filter((one) => one.standing === standing).length;
  const [problems, warnings] = [of('problem'), of('warning')];
  const said = [
    ...(problems > 0 ? [counted(problems, 'problem')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return said.length === 0 ? 'All is well.' : `${said.join(', ')}.`;
}

/** @returns the exit code: 0 where nothing keeps it from working */
export async function printDoctor(
  { form, flags }: { readonly form: Form; readonly flags: SourceFlags },
  { examine, stdout, stderr, signal }: Terminal,
): Promise<number> {
  const checks: Check[] = [];
  try {
    for await (const check of examine(flags)) {
      checks.push(check);
      if (form !== 'json') writeLine(stdout, lines(check));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    writeLine(stderr, 'Stopped before all was looked at.');
    return STOPPED;
  }
  writeLine(stdout, form === 'json' ? renderJson(checks) : `\n${summary(checks)}`);
  return checks.some(({ standing }) => standing === 'problem') ? FOUND_A_PROBLEM : DONE;
}
