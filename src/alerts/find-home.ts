/** Which addresses of a source are ours: found out once a day, since the records that tell it must be scanned. */
import type { Detecting } from '../analyzers/detection/detecting.ts';
import { homeOf } from '../investigation/home.ts';
import { KnownNetwork } from '../investigation/known-network.ts';
import { NeededQueries } from '../investigation/needed-queries.ts';
import { QuestionSpending } from '../investigation/question-spending.ts';
import { type Cidr, parseCidr } from '../record/address.ts';
import { type Examination, WATCHER } from './examine.ts';
import type { WatchedState } from './watched-state.ts';

const DAY = 86_400;

type Asked = Pick<Examination, 'source' | 'window' | 'spending' | 'signal' | 'observer'> & {
  readonly inside: Detecting['settings']['inside'];
};

/** @throws SourceError; NotSpent where it would pass a budget */
async function findHome(asked: Asked): Promise<readonly Cidr[]> {
  const { source, window, spending, signal, inside, observer } = asked;
  const request = { text: 'scan', verb: 'scan', subjects: [], window };
  const network = await new KnownNetwork(source, signal, observer).about({
    subjects: [],
    addresses: [],
    interfaceIds: [],
  });
  const queries = new NeededQueries({
    engine: source.engine,
    options: { signal, asker: WATCHER, observer },
    stages: 1,
    spending: new QuestionSpending(spending, WATCHER),
    window: null,
  });
  return homeOf(request, network, inside, queries);
}

export interface Home {
  readonly blocks: readonly Cidr[];
  readonly remembered: WatchedState['home'];
}

/** As it is remembered, for a day. */
export async function homeToday(remembered: WatchedState['home'], asked: Asked): Promise<Home> {
  const { end } = asked.window;
  if (remembered && Math.abs(end - remembered.at) < DAY)
    return { blocks: remembered.blocks.flatMap((text) => parseCidr(text) ?? []), remembered };
  const blocks = await findHome(asked);
  return { blocks, remembered: { at: end, blocks: blocks.map(({ text }) => text) } };
}
