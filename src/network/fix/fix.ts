/** A change of the configuration that would let a packet through, proposed and never made. */

export interface Fix {
  /** For the AWS CLI, to be read and run by a person. */
  readonly command: string;
  /** What it opens, and nothing more. */
  readonly effect: string;
  /** What else it touches, or what may speak against it; null where there is nothing to say. */
  readonly caution: string | null;
}
