/** What cannot be tested here, because something outside is missing: said loudly, and wrong where everything has to be tested. */

const isCi = !['', 'false', '0'].includes(process.env['CI'] ?? '');

/** @throws where CI is set: there nothing may be left out. */
export function notTested(what: string, because: string): false {
  if (isCi) throw new Error(`${what} cannot be tested: ${because}. Where CI is set, nothing is left out.`);
  process.stderr.write(`\n*** NOT TESTED: ${what}, because ${because}. ***\n\n`);
  return false;
}
