/** Reads DescribeManagedPrefixLists, GetManagedPrefixListEntries, and DescribePrefixLists, which shows AWS's own with their blocks. */
import { z } from 'zod';
import type { PrefixList } from '../prefix-list.ts';
import { type Reading, type Response, readList } from './response.ts';
import { Block, OptionalText } from './values.ts';

const List = z
  .object({ PrefixListId: z.string(), PrefixListName: OptionalText, Cidrs: z.array(Block).nullish() })
  .transform(
    ({ PrefixListId, PrefixListName, Cidrs }): PrefixList => ({
      id: PrefixListId,
      name: PrefixListName,
      entries: Cidrs ?? null,
    }),
  );

/** Both Describe calls answer under `PrefixLists`; only DescribePrefixLists gives `Cidrs`. */
export function readPrefixLists(response: Response): Reading<PrefixList> {
  return readList(response, 'PrefixLists', 'PrefixListId', List);
}

const Entry = z.object({ Cidr: Block }).transform(({ Cidr }) => Cidr);

/** GetManagedPrefixListEntries does not repeat which list it was asked for. Entries that cannot be read leave the list unknown. */
export function readPrefixListEntries(response: Response, prefixListId: string): Reading<PrefixList> {
  const { things, notes } = readList(response, 'Entries', 'Cidr', Entry);
  if (notes.length > 0) return { things: [], notes };
  return { things: [{ id: prefixListId, name: null, entries: things }], notes };
}

/** What several calls say of the same lists; entries may come in pages. */
export function mergePrefixLists(lists: readonly PrefixList[]): readonly PrefixList[] {
  const byId = new Map<string, PrefixList>();
  for (const list of lists) {
    const known = byId.get(list.id);
    const entries =
      known?.entries || list.entries ? [...(known?.entries ?? []), ...(list.entries ?? [])] : null;
    byId.set(list.id, { id: list.id, name: known?.name ?? list.name, entries });
  }
  return [...byId.values()];
}
