/** What a value in a list or a chart is, so that every presenter writes it as a reader expects. */
export type Unit =
  | 'text'
  | 'address'
  | 'port'
  | 'protocol'
  | 'bytes'
  | 'packets'
  | 'count'
  | 'share'
  /** A moment, seconds since the epoch. */
  | 'time';
