/** An EC2 instance, as far as questions name it: its interfaces say themselves which instance they are attached to. */

export interface Instance {
  readonly id: string;
  /** The `Name` tag. */
  readonly name: string | null;
}
