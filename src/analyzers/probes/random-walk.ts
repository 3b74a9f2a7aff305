/**
 * Threshold random walk: whether the first contacts of one host are those of a scanner, who knows no services, or of somebody who does.
 * Jung, Paxson, Berger, Balakrishnan, "Fast Portscan Detection Using Sequential Hypothesis Testing", 2004, with its parameters: of a benign
 * host's first contacts 80 % succeed, of a scanner's 20 %; a detection rate of 99 % and 1 % false positives.
 */

const SUCCEEDS_BENIGN = 0.8;
const SUCCEEDS_SCANNER = 0.2;
const SCANNER_ABOVE = Math.log(0.99 / 0.01);
const BENIGN_BELOW = Math.log(0.01 / 0.99);
const FAILED = Math.log((1 - SUCCEEDS_SCANNER) / (1 - SUCCEEDS_BENIGN));
const SUCCEEDED = Math.log(SUCCEEDS_SCANNER / SUCCEEDS_BENIGN);

/**
 * Whether they come to the verdict that a scanner made them.
 *
 * @param outcomes whether each first contact succeeded, in their order. After a verdict of benign the walk begins anew, as a host can turn bad.
 */
export function walksLikeScanner(outcomes: readonly boolean[]): boolean {
  let likelihood = 0;
  for (const succeeded of outcomes) {
    likelihood += succeeded ? SUCCEEDED : FAILED;
    if (likelihood > SCANNER_ABOVE) return true;
    if (likelihood < BENIGN_BELOW) likelihood = 0;
  }
  return false;
}
