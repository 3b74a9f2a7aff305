/** The picture and the file of an answer. What goes wrong with them costs nobody the answer, which is there already. */
import type { Answer } from '../../diagnosis/answer.ts';
import type { ResultFile } from '../../diagnosis/diagnosis.ts';
import type { TimeStyle } from '../../present/time.ts';
import { type Attaching, attach, tellMissing, tellTooLarge } from '../delivery/attachments.ts';
import { Interrupted } from '../delivery/interrupted.ts';
import type { Attachment } from '../delivery/upload.ts';
import { pictureOf } from './picture.ts';
import { MOST_BYTES, type ResultFolder } from './result-folder.ts';

export interface AnswerFiles {
  readonly answered: Answer;
  readonly style: TimeStyle;
  readonly results: ResultFolder;
  /** Whether Slack draws the chart itself. */
  readonly isDrawn: () => Promise<boolean>;
  /** Writes the file anew where another process wrote it, whose files are gone; null where it is there. */
  readonly again: (() => Promise<Answer>) | null;
}

async function fileOf(
  attaching: Attaching,
  { results, again }: AnswerFiles,
  file: ResultFile,
): Promise<Attachment | null> {
  const second = await again?.();
  const { file: found, noFile } = second?.kind === 'diagnosis' ? second.diagnosis : {};
  if (!second || found) return results.attachment(file);
  await tellMissing(attaching, 'file', noFile ?? 'I was restarted before Slack had it. Ask again.');
  return null;
}

async function tellNone(attaching: Attaching, because: string): Promise<void> {
  attaching.log.warn({ because }, 'a file could not be written, and the question was answered without it');
  await tellMissing(attaching, 'file', because);
}

/** @throws Interrupted */
export async function addFiles(attaching: Attaching, files: AnswerFiles): Promise<void> {
  const { answered, style, isDrawn } = files;
  if (answered.kind !== 'diagnosis') return;
  const { chart, file, noFile } = answered.diagnosis;
  try {
    if (chart && !(await isDrawn())) await attach(attaching, 'picture', () => pictureOf(answered, style));
    if (file && file.bytes > MOST_BYTES) await tellTooLarge(attaching, file);
    else if (noFile !== undefined) await tellNone(attaching, noFile);
    else if (file) await attach(attaching, 'file', () => fileOf(attaching, files, file));
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    attaching.log.error({ err: error }, 'a picture or file could not be added');
  }
}
