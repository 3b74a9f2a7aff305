/** What detectors found for the terminal: one after another, each with all that is told of it. */
import { chainLines } from '../chain-text.ts';
import { tableLines } from '../columns.ts';
import { label, type Paint } from '../paint.ts';
import { pathLines } from '../path.ts';
import { forShell, forTerminal } from '../untrusted.ts';
import { labelled } from '../wrap.ts';
import { DETECTION_COLORS, type DetectionPart } from './detection-part.ts';

function evidenceLines({ evidence }: DetectionPart, paint: Paint): readonly string[] {
  if (!evidence) return [];
  const clean = { ...evidence, rows: evidence.rows.map((row) => row.map(forTerminal)) };
  return [
    ...tableLines(clean).map((line, index) => label(index === 0 ? 'Evidence' : '') + line),
    ...(evidence.caption === null ? [] : [label('') + paint(`(${evidence.caption})`, 'dim')]),
  ];
}

/** A command is never broken over lines: it is there to be pasted. */
function nextLines({ next }: DetectionPart, width: number, paint: Paint): readonly string[] {
  const text = forTerminal(next.text);
  if (!next.isCommand) return labelled(label('Next'), text, width);
  return [
    label('Next') + text,
    ...(next.note === null ? [] : [label('') + paint(`(${forTerminal(next.note)})`, 'dim')]),
  ];
}

function exchangeLines({ path, chain }: DetectionPart, width: number, paint: Paint): readonly string[] {
  const steps = chainLines(chain, width - 3).map(({ text, blocks }) =>
    blocks ? paint(text, 'blocked') : text,
  );
  const lines = [...pathLines(path).map(forTerminal), ...steps];
  return lines.length === 0 ? [] : ['', ...lines.map((line) => `   ${line}`), ''];
}

function detectionLines(
  part: DetectionPart,
  number: number,
  isTold: boolean,
  width: number,
  paint: Paint,
): readonly string[] {
  const color = DETECTION_COLORS[part.severity];
  const said = (name: string, text: string) =>
    text === '' ? [] : labelled(label(name), forTerminal(text), width);
  const first = `${number}.`.padEnd(3);
  const status = labelled('   ', forTerminal(part.status), width).map((line) => paint(line, color));
  return [
    ...(isTold
      ? [first + (status[0] ?? '').replace(/^( {3})/, ''), ...status.slice(1)]
      : [...labelled(first, forTerminal(part.summary), width).map((line) => paint(line, 'bold')), ...status]),
    ...exchangeLines(part, width, paint),
    ...said('Blocked by', part.blocker ?? ''),
    ...said('Measured', part.measured),
    ...said('Other side', part.others),
    ...evidenceLines(part, paint),
    ...said('Maybe fine', part.benign),
    ...said('Not seen', part.unseen.join(' ')),
    ...nextLines(part, width, paint),
    ...said('Ask', `flows ${forShell(part.ask)}`),
    '',
  ];
}

/** The summary of the first stands in the headline above them. */
export function detectionsText(
  parts: readonly DetectionPart[],
  width: number,
  paint: Paint,
): readonly string[] {
  return parts.flatMap((part, index) => detectionLines(part, index + 1, index === 0, width, paint));
}
