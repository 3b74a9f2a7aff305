/** How often answers that were given with a confidence are right. */

export interface Judged {
  /** 0 to 1. */
  readonly confidence: number;
  readonly isRight: boolean;
}

interface Row {
  /** Answers from this confidence on, up to that of the row before. */
  readonly from: number;
  readonly answers: number;
  readonly right: number;
}

/** The bands in which confidences are counted, the surest first. */
const BANDS = [0.95, 0.9, 0.8, 0.6, 0];

export interface Calibration {
  readonly rows: readonly Row[];
  /** The mean squared difference between confidence and truth: 0 is perfect, 0.25 a coin. */
  readonly brier: number;
}

export function calibrate(judged: readonly Judged[]): Calibration {
  const rows = BANDS.map((from, index) => {
    const below = BANDS[index - 1] ?? Number.POSITIVE_INFINITY;
    const band = judged.filter(({ confidence }) => confidence >= from && confidence < below);
    return { from, answers: band.length, right: band.filter(({ isRight }) => isRight).length };
  });
  const squares = judged.map(({ confidence, isRight }) => (confidence - (isRight ? 1 : 0)) ** 2);
  return { rows, brier: squares.reduce((sum, square) => sum + square, 0) / Math.max(1, judged.length) };
}

/** As Markdown. */
export function calibrationText({ rows, brier }: Calibration): string {
  return [
    '| confidence | answers | of them right |',
    '|---|---|---|',
    ...rows.map(({ from, answers, right }) => `| ${from.toFixed(2)} and more | ${answers} | ${right} |`),
    '',
    `Brier score: ${brier.toFixed(3)}`,
  ].join('\n');
}

export function shareOf<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 1 : all.filter(holds).length / all.length;
}
