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

/** In mrkdwn the only `<` allowed is one we wrote ourselves: a mention of the asker or of a channel, or a link to AWS's console. */
function* markupProblems(where: string, text: Text): Generator<string> {
  if (text.type !== 'mrkdwn') return;
  const foreign = text.text.replace(/<(?:@U|#C)[A-Z0-9]+>/g, '').replace(CONSOLE_LINK, '');
  if (/[<>]/.test(foreign)) yield `${where}: an unescaped < or >`;
  if (/&(?!amp;|lt;|gt;)/.test(foreign))
    yield `${where}: an unescaped & in ${JSON.stringify(foreign.slice(0, 80))}`;
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
      const elements = block['elements'] as { text: Text; value: string; action_id: string }[];
      if (elements.length > 25) yield `${where}: ${elements.length} elements`;
      for (const element of elements) {
        yield* textProblems(where, element.text, 75);
        if (size(element.value) > 2000) yield `${where}: value of ${size(element.value)}`;
        if (size(element.action_id) > 255) yield `${where}: action id of ${size(element.action_id)}`;
      }
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
