/** The blocks of a message: those that `@slack/types` 3.2.0 knows, and the chart, which it lacks. */
import type { Block, KnownBlock } from '@slack/types';

/** One amount of a series; `label` is the category that it belongs to. */
interface DataPoint {
  readonly label: string;
  readonly value: number;
}

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block, of whose charts only the bars are used. */
export interface DataVisualizationBlock extends Block {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'bar';
    readonly series: readonly { readonly name: string; readonly data: readonly DataPoint[] }[];
    readonly axis_config: {
      readonly categories: readonly string[];
      readonly x_label: string;
      readonly y_label: string;
    };
  };
}

export type MessageBlock = KnownBlock | DataVisualizationBlock;

/** Those that a modal takes too: Slack draws charts in messages alone. */
export function modalBlocks(blocks: readonly MessageBlock[]): readonly KnownBlock[] {
  return blocks.filter((block): block is KnownBlock => block.type !== 'data_visualization');
}
