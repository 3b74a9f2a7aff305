/** The detectors as a page: what each looks for, what its rule is, what keeps it quiet, and what it can be set to. */
import { z } from 'zod';
import type { Detector } from '../../src/analyzers/detection/detector.ts';
import { DETECTORS } from '../../src/analyzers/detectors.ts';
import { GENERATED } from './generated.ts';
import { type Setting, settingsBelow } from './settings.ts';

const PACES: Readonly<Record<Detector['pace'], string>> = {
  round: 'looks at the last hour, every five minutes',
  day: 'looks at the last day, every six hours',
};
const CONFIRMED: Readonly<Record<Detector['confirmed'], string>> = {
  'at-once': 'tells at once',
  'two-of-three': 'tells when two of three rounds found it',
};

function written(usual: unknown): string {
  return Array.isArray(usual) && usual.length === 0 ? 'none' : `\`${JSON.stringify(usual)}\``;
}

/** A setting, and what each entry of a list of groups takes. */
function settingLine({ path, node }: Setting): string {
  const { default: usual, description = '' } = node;
  return path.includes('[]')
    ? `  - \`${path}\`: ${description}`
    : `- \`${path}\`, ${written(usual)}: ${description}`;
}

function settings({ parameters }: Detector): string {
  const found = settingsBelow('', z.toJSONSchema(parameters, { io: 'input' }));
  const lines = found.map(({ path, ...rest }) => ({ path: path.slice(1), ...rest })).map(settingLine);
  return ['Settings, with their defaults:', lines.join('\n')].join('\n\n');
}

function detectorPart(detector: Detector): string {
  const { id, title, summary, basis, quietBy, benign, pace, confirmed, parameters } = detector;
  return [
    `## ${id}`,
    `**${title}.** ${summary}`,
    [
      `- **When:** ${PACES[pace]}; ${CONFIRMED[confirmed]}.`,
      `- **Rule:** ${basis}`,
      `- **Quiet by:** ${quietBy}`,
      `- **May be harmless:** ${benign}`,
    ].join('\n'),
    ...(Object.keys(parameters.shape).length > 0 ? [settings(detector)] : []),
  ].join('\n\n');
}

export function detectorsPage(): string {
  return `${[
    '# Detectors',
    GENERATED,
    'They run in `scan`, over the time that is asked for, and in the watcher. Settings go under `detection.detectors.<id>` in `flows.config.yaml`. How well each detects, and how often it is wrong, is measured in [DETECTION.md](../test/bench/DETECTION.md).',
    ...DETECTORS.map(detectorPart),
  ].join('\n\n')}\n`;
}
