/** Slack's limits on messages, typed in a second time from its reference, so that a slip in the presenters does not check itself. */
import { dataTableProblems, dataVisualizationProblems } from './data-block-problems.ts';

interface Text {
  readonly type: string;
  readonly text: string;
}

type Block = Readonly<Record<string, unknown>> & { readonly type: string };

const size = (text: string) => [...text].length;

function* textProblems(where: string, text: Text | undefined, limit: number): Generator<string> {
  if (!text) return;
  if (size(text.text) > limit) yield `${where}: ${size(text.text)} characters, at most ${limit}`;
  if (size(text.text) < 1) yield `${where}: empty`;
}

/** Links to AWS's console that this bot writes: to the page of the very thing whose id is the link's text. */
const CONSOLE_LINK =
  /<https:\/\/console\.aws\.amazon\.com\/vpcconsole\/home#(?:NetworkAclDetails:networkAclId=(?=acl-)|SecurityGroup:groupId=(?=sg-)|RouteTableDetails:RouteTableId=(?=rtb-))([a-z]+-[0-9a-f]+)\|\1>/g;

/** And to the alarm or finding that is told. */
const ALARM_LINK =
  /<https:\/\/[a-z0-9-]+\.console\.aws\.amazon\.com\/(?:cloudwatch|guardduty)\/home\?region=[a-z0-9-]+#[^\s<>|]*\|Open in AWS>/g;

/** In mrkdwn the only `<` allowed is one we wrote ourselves: a mention of the asker or of a channel, or a link to AWS's console. */
function* markupProblems(where: string, text: Text): Generator<string> {
  if (text.type !== 'mrkdwn') return;
  const foreign = text.text
    .replace(/<(?:@U|#C)[A-Z0-9]+>/g, '')
    .replace(CONSOLE_LINK, '')
    .replace(ALARM_LINK, '');
  if (/[<>]/.test(foreign)) yield `${where}: an unescaped < or >`;
  if (/&(?!amp;|lt;|gt;)/.test(foreign))
    yield `${where}: an unescaped & in ${JSON.stringify(foreign.slice(0, 80))}`;
}

interface Element {
  readonly type: string;
  readonly text?: Text;
  readonly placeholder?: Text;
  readonly value?: string;
  readonly action_id: string;
  readonly options?: readonly { readonly text: Text; readonly value: string }[];
}

/** Most options of each (reference of the select menu and overflow menu elements). */
const OPTIONS: Readonly<Record<string, number>> = { static_select: 100, overflow: 5 };

function* elementProblems(where: string, element: Element): Generator<string> {
  const { type, text, placeholder, value = '', action_id: id, options = [] } = element;
  if (!['button', ...Object.keys(OPTIONS)].includes(type)) yield `${where}: ${type}`;
  yield* textProblems(where, text, 75);
  yield* textProblems(where, placeholder, 150);
  if (size(value) > 2000) yield `${where}: value of ${size(value)}`;
  if (size(id) > 255) yield `${where}: action id of ${size(id)}`;
  const most = OPTIONS[type];
  if (most === undefined) return;
  if (options.length < 1 || options.length > most) yield `${where}: ${options.length} options`;
  for (const option of options) {
    yield* textProblems(where, option.text, 75);
    if (size(option.value) > 150) yield `${where}: option value of ${size(option.value)}`;
  }
}

function* blockProblems(block: Block, at: number): Generator<string> {
  const where = `block ${at} (${block.type})`;
  switch (block.type) {
    case 'header':
      yield* textProblems(where, block['text'] as Text, 150);
      break;
    case 'section':
      yield* textProblems(where, block['text'] as Text, 3000);
      yield* markupProblems(where, block['text'] as Text);
      if (block['accessory']) yield* elementProblems(where, block['accessory'] as Element);
      break;
    case 'context': {
      const elements = block['elements'] as Text[];
      if (elements.length < 1 || elements.length > 10) yield `${where}: ${elements.length} elements`;
      for (const element of elements) {
        yield* textProblems(where, element, 3000);
        yield* markupProblems(where, element);
      }
      break;
    }
    case 'actions': {
      const elements = block['elements'] as Element[];
      if (elements.length > 25) yield `${where}: ${elements.length} elements`;
      const ids = new Set(elements.map((element) => element.action_id));
      if (ids.size < elements.length) yield `${where}: an action id twice`;
      for (const element of elements) yield* elementProblems(where, element);
      break;
    }
    case 'data_table':
      yield* dataTableProblems(where, block);
      break;
    case 'data_visualization':
      yield* dataVisualizationProblems(where, block);
      break;
    case 'divider':
      break;
    default:
      yield `${where}: not a block that this bot sends`;
  }
}

/** Everything about the message that Slack would refuse, in sentences. */
export function messageProblems(message: {
  readonly text: string;
  readonly blocks: readonly object[];
}): readonly string[] {
  const blocks = message.blocks as readonly Block[];
  const problems: string[] = [];
  if (size(message.text) > 4000 || message.text === '')
    problems.push(`text: ${size(message.text)} characters`);
  if (blocks.length < 1 || blocks.length > 50) problems.push(`${blocks.length} blocks`);
  const many = (type: string) => blocks.filter((block) => block.type === type).length;
  if (many('data_table') > 1) problems.push('more than one table');
  if (many('data_visualization') > 2) problems.push('more than two charts');
  const total = size(JSON.stringify(blocks.map(({ type, ...rest }) => Object.values(rest))));
  if (total > 20_000) problems.push(`${total} characters in all blocks`);
  for (const [at, block] of blocks.entries()) problems.push(...blockProblems(block, at));
  return problems;
}
