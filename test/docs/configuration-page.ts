/** The configuration as a page: every setting and every variable of the environment, from what the schema says of it. */
import { z } from 'zod';
import { EnvironmentSchema } from '../../src/config-environment.ts';
import { configurationSchema } from './configuration-schema.ts';
import { exampleOf } from './example-configuration.ts';
import { GENERATED } from './generated.ts';
import { inWords, written } from './setting-words.ts';
import { isNode, kindsOf, type Node, type Setting, settingsBelow, topSettings } from './settings.ts';

/** Read by what flows is made of, and not by its own schema. */
const OTHERS = [
  '- `AWS_PROFILE`, `AWS_REGION`, `AWS_ENDPOINT_URL` and the rest of the AWS SDK’s own: credentials, regions and endpoints, where a source names none.',
  '- `AWS_DEFAULT_REGION`: the region that `flows init` offers where `AWS_REGION` is not set. The AWS SDK for JavaScript does not read it.',
  '- `TZ`: in a terminal, the time zone that times are written and shown in, unless `--tz` names one.',
  '- `CI`: when it is set, `flows demo` ends after its answer, as it does without a terminal.',
];

function usualWords({ default: usual }: Node): string {
  if (usual === undefined) return '';
  const isEmpty = typeof usual === 'object' && usual !== null && Object.keys(usual).length === 0;
  return isEmpty ? '; none unless it is set' : `; \`${written(usual)}\` unless it is set`;
}

function settingLine({ path, node, isRequired }: Setting): string {
  const [example] = node.examples ?? [];
  const shown = example === undefined ? '' : ` For example \`${written(example)}\`.`;
  const must = isRequired ? '; it must be there' : '';
  return `- \`${path}\` (${inWords(node)}${usualWords(node)}${must}): ${node.description ?? ''}${shown}`;
}

function lines(settings: readonly Setting[]): readonly string[] {
  return settings.length === 0 ? [] : [settings.map(settingLine).join('\n')];
}

function kindPart(name: string, node: Node): readonly string[] {
  const kind = isNode(node.properties?.['kind']) ? node.properties['kind'] : {};
  const others = settingsBelow(`${name}[]`, node).filter((one) => one.node !== kind);
  return [`### kind: ${String(kind.const)}`, kind.description ?? '', ...lines(others)];
}

function settingPart([name, node]: readonly [string, Node]): readonly string[] {
  const isGroup = node.type === 'object' || node.type === 'array';
  const own = { path: name, node, isRequired: false };
  if (!isGroup) return [`## ${name}`, settingLine(own)];
  return [
    `## ${name}`,
    node.description ?? '',
    ['```yaml', exampleOf(name), '```'].join('\n'),
    ...kindsOf(node).flatMap((kind) => kindPart(name, kind)),
    ...lines(settingsBelow(name, node)),
  ];
}

function variables(): string {
  const { properties = {} } = z.toJSONSchema(EnvironmentSchema, { io: 'input' });
  const own = Object.entries(properties).flatMap(([path, node]) =>
    isNode(node) ? [settingLine({ path, node, isRequired: false })] : [],
  );
  return [...own, ...OTHERS].join('\n');
}

export function configurationPage(): string {
  return `${[
    '# Configuration',
    GENERATED,
    'Secrets and switches come from the environment, the rest from `flows.config.yaml` in the current directory. Every setting has a default, and without any file everything runs on the demo network. All of it is read at the start: what is wrong is named with what was found and what is allowed, and nothing runs. `flows doctor` says whether what is right in itself works, too.',
    'Editors complete and check the file by [flows.config.schema.json](flows.config.schema.json), which the first line of [flows.config.example.yaml](../flows.config.example.yaml) names. Some rules are known to flows alone: that names are there once, that sources which are named exist, and how short a time may be.',
    '## The environment',
    'A variable that is empty counts as not set.',
    variables(),
    ...topSettings(configurationSchema()).flatMap(settingPart),
    '[The detectors](detectors.md) have a page of their own, with what each can be set to under `detection.detectors.<id>`.',
  ].join('\n\n')}\n`;
}
