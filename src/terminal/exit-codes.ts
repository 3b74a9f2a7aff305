/** How `flows` ends: scripts tell by it what became of a question. */

export const DONE = 0;
/** Also of a command line that cannot be understood. */
export const WRONG_QUESTION = 2;
export const SOURCE_NOT_READ = 3;
export const PAST_BUDGET = 4;
export const FOUND_A_PROBLEM = 5;
/** What a shell gives for a process that Ctrl-C ended. */
export const STOPPED = 130;

/** For `flows --help`. */
export const EXIT_CODES_HELP = `Exit codes:
  ${DONE}    answered, whatever the verdict
  ${WRONG_QUESTION}    the question is wrong
  ${SOURCE_NOT_READ}    a source could not be read
  ${PAST_BUDGET}    not run: it would have passed a budget, and --spend was not given
  ${FOUND_A_PROBLEM}    doctor found a problem
  ${STOPPED}  stopped, by Ctrl-C or by whoever was asked
`;
