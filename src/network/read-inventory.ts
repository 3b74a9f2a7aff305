/** Reads a directory of files that the AWS CLI printed. Files are known by what they hold; their names only matter to people. */
import { type Inventory, readResponses } from './read-responses.ts';
import type { Response } from './reading/response.ts';

export interface InventoryFile {
  readonly name: string;
  readonly text: string;
}

/** PowerShell writes one before what it redirects. */
const BYTE_ORDER_MARK = /^\uFEFF/;

function parse({ name, text }: InventoryFile): Response | string {
  const content = text.replace(BYTE_ORDER_MARK, '');
  if (content.trim() === '') return `${name}: it is empty.`;
  try {
    return { source: name, body: JSON.parse(content) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return `${name}: it is not JSON (${detail}), so nothing of it is used; print it with --output json.`;
  }
}

export function readInventory(files: readonly InventoryFile[]): Inventory {
  const parsed = files.map(parse);
  const responses = parsed.filter((read) => typeof read !== 'string');
  const { network, notes } = readResponses(responses);
  return { network, notes: [...parsed.filter((read) => typeof read === 'string'), ...notes] };
}
