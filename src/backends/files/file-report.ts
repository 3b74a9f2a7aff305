/** What an answer says of the files it was read from. */
import { MAX_SAMPLES, type Malformed } from '../../record/malformed.ts';
import type { KnownFile } from './known-file.ts';

/** Files that a note names. */
const MOST_NAMED = 3;

export function malformedOf(files: readonly KnownFile[]): Malformed {
  return {
    count: files.reduce((total, { findings }) => total + findings.malformed.count, 0),
    samples: files.flatMap(({ findings }) => findings.malformed.samples).slice(0, MAX_SAMPLES),
  };
}

export function notesOf(files: readonly KnownFile[]): readonly string[] {
  const extra = files.reduce((total, { findings }) => total + findings.withExtra, 0);
  const unknown = [...new Set(files.flatMap(({ findings }) => findings.unknownFields))];
  return [
    ...(files.length === 0 ? ['No file of this source can hold records of this window.'] : []),
    ...cutNotes(files.filter(({ isCut }) => isCut)),
    ...(extra > 0
      ? [
          `${extra} ${extra === 1 ? 'record has' : 'records have'} more values than the format names; they are not looked at.`,
        ]
      : []),
    ...(unknown.length > 0
      ? [`Fields that this version does not know, and does not look at: ${unknown.join(', ')}.`]
      : []),
  ];
}

function cutNotes(cut: readonly KnownFile[]): readonly string[] {
  if (cut.length === 0) return [];
  const named = cut.slice(0, MOST_NAMED).map(({ path }) => path);
  const more = cut.length > MOST_NAMED ? `, and ${cut.length - MOST_NAMED} more` : '';
  const end = cut.length === 1 ? '1 file ends' : `${cut.length} files end`;
  return [`${end} in the middle, so that records may be missing: ${named.join(', ')}${more}.`];
}

/** `3 files (1.2 MB)`. */
export function filesText(files: readonly Pick<KnownFile, 'bytes'>[]): string {
  const megabytes = files.reduce((total, { bytes }) => total + bytes, 0) / 1e6;
  const rounded = megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes).toString();
  const size = rounded === '0.0' ? 'less than 0.1' : rounded;
  return `${files.length} ${files.length === 1 ? 'file' : 'files'} (${size} MB)`;
}
