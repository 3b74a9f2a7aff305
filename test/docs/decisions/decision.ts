/** Which evidence leads to which verdict: each line with a network of test/scenarios that shows it, and the page that its rule comes from. */
import type { AwsPage } from '../aws-pages.ts';

export interface Decision {
  /** What records and configuration show. */
  readonly evidence: string;
  /** A folder of test/scenarios: what flows says of it is the rest of the line. */
  readonly shownBy: string;
  /** Files of the network's configuration that are not known for this line, by how they begin; `all` for none of them. */
  readonly without?: string;
  /** None: the rule follows from what records are. */
  readonly source: AwsPage | null;
}

export interface DecisionGroup {
  readonly title: string;
  readonly decisions: readonly Decision[];
}
