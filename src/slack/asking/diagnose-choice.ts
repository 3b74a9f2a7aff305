/** What somebody chose in the dialog about a message, as a question in words. */
import { questionAbout } from '../../commands/find-in-text.ts';
import { TIME_FORMS } from '../../commands/grammar/window.ts';
import { VERBS } from '../../commands/index.ts';
import type { MistakeAnswer } from '../../diagnosis/answer.ts';
import { BLOCKS, type Matter, portOf, recordQuestion } from './diagnose-modal.ts';

/** What Slack delivers of an element, by its block and its action. */
type Values = Readonly<Record<string, Readonly<Record<string, Value>>>>;
interface Value {
  readonly value?: string | null;
  readonly selected_option?: { readonly value: string } | null;
  readonly selected_options?: readonly { readonly value: string }[];
}

/** Sentences by the block that they are shown at. */
type Errors = Readonly<Record<string, string>>;

type Chosen =
  /** `block` is where it is chosen whom it is about. */
  | { readonly kind: 'question'; readonly text: string; readonly block: string }
  | { readonly kind: 'errors'; readonly errors: Errors };

const MOST = 2;

function typed(value: Value | undefined): string {
  return value?.value?.trim() ?? '';
}

/** A text with a verb of its own is asked as it is. */
function asQuestion(text: string, matter: Matter, port: string | null): string {
  const [first] = text.toLowerCase().split(/\s/, 1);
  return VERBS.some(({ name }) => name === first) ? text : questionAbout([text], port, matter);
}

export function chosenIn(values: Values, matter: Matter): Chosen {
  const of = (block: string) => values[block]?.[block];
  const when = typed(of(BLOCKS.when));
  const port = portOf(matter, of(BLOCKS.port)?.selected_option?.value);
  const question = (text: string, block: string): Chosen => ({
    kind: 'question',
    text: `${text} ${when}`.trim(),
    block,
  });

  if (matter.record !== null) {
    const asked = of(BLOCKS.what)?.selected_option?.value === 'ask' ? recordQuestion(matter) : null;
    return asked === null
      ? { kind: 'question', text: `decode ${matter.record}`, block: BLOCKS.what }
      : question(asked, BLOCKS.what);
  }
  if (matter.subjects.length === 0) {
    return question(asQuestion(typed(of(BLOCKS.subject)), matter, port), BLOCKS.subject);
  }
  const ticked = new Set(of(BLOCKS.subjects)?.selected_options?.map(({ value }) => value));
  const subjects = matter.subjects.filter((_, index) => ticked.has(`${index}`));
  return subjects.length >= 1 && subjects.length <= MOST
    ? question(questionAbout(subjects, port, matter), BLOCKS.subjects)
    : { kind: 'errors', errors: { [BLOCKS.subjects]: `Tick one or two; ${subjects.length} are ticked.` } };
}

/** Where a mistake is shown: at the time, where that is what is wrong. */
export function errorsOf({ problem, allowed, example }: MistakeAnswer, block: string): Errors {
  return { [allowed === TIME_FORMS ? BLOCKS.when : block]: `${problem} For example: ${example}` };
}
