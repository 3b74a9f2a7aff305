/** The configuration's schema for editors and for its page: JSON Schema of what may be written, with defaults as people write them. */
import { z } from 'zod';
import { FileSchema } from '../../src/config-file.ts';
import { asWritten } from './as-written.ts';
import { everySetting, type Node } from './settings.ts';

/** What zod puts for any whole number: no limit that a reader has to know. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/** What zod leaves out of settings that are written in another way than they are kept in. */
function complete(zodSchema: z.core.$ZodTypes, jsonSchema: Node): void {
  const { def } = zodSchema._zod;
  if (def.type === 'default') jsonSchema.default = def.defaultValue;
  if (def.type === 'prefault') delete jsonSchema.default;
  const { examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (Array.isArray(examples)) jsonSchema.examples = examples;
  if (jsonSchema.maximum === LARGEST) delete jsonSchema.maximum;
}

export function configurationSchema(): Node {
  const root: Node = z.toJSONSchema(FileSchema, {
    io: 'input',
    target: 'draft-07',
    override: ({ zodSchema, jsonSchema }) => complete(zodSchema, jsonSchema),
  });
  for (const { node } of everySetting(root))
    if (node.default !== undefined) node.default = asWritten(node.default, node);
  return root;
}

export function configurationSchemaFile(): string {
  return `${JSON.stringify({ title: 'flows.config.yaml', ...configurationSchema() }, null, 2)}\n`;
}
