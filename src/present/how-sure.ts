/** A verdict and how sure it is, in brackets after what was found. */

/** `0.97 sure` */
export function sureText(confidence: number): string {
  return `${confidence.toFixed(2)} sure`;
}

/** `nacl-return-outbound, 0.97 sure`; a list has nothing to be sure of. */
export function howSure({
  verdict,
  confidence,
}: {
  readonly verdict: string;
  readonly confidence: number;
}): string {
  return verdict === 'listing' ? 'a list' : `${verdict}, ${sureText(confidence)}`;
}
