/**
 * How soon it is noticed that one of a hundred queries has ended, and what that takes of the requests that AWS allows an account. On a clock that
 * does not wait, with answers that take 30 to 120 ms; against asking about one query after the other, which is all that GetQueryResults offers.
 */
import { jumpingClock } from '../kit/insights-clock.ts';
import { mostInASecond, percentile, type Simulation, simulatedQueries } from '../kit/simulated-queries.ts';
import { type Measured, randomNumbers } from './measure.ts';

const CONCURRENT = 100;
const QUERIES = 1000;
const REQUESTS_PER_SECOND = 8;
/** Of all its users together. */
const ALLOWED_PER_SECOND = 10;

async function run(changes: Partial<Simulation> = {}) {
  const clock = jumpingClock();
  const whole = randomNumbers(7);
  const random = () => whole(1_000_000) / 1_000_000;
  const queries = simulatedQueries({ clock, random, requestsPerSecond: REQUESTS_PER_SECOND, ...changes });
  const late: number[] = [];
  let begun = 0;

  async function runner(place: number): Promise<void> {
    await clock.sleep((place * 1000) / REQUESTS_PER_SECOND);
    while (begun < QUERIES) {
      begun += 1;
      late.push(await queries.follow(1000 + 59_000 * random()));
    }
  }

  await Promise.all(Array.from({ length: CONCURRENT }, (_, place) => runner(place)));
  return {
    p50: percentile(late, 0.5),
    p99: percentile(late, 0.99),
    results: mostInASecond(queries.results),
    lists: mostInASecond(queries.lists),
  };
}

function denied(): never {
  throw Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
}

export async function benchPoller(): Promise<Measured[]> {
  const ours = await run();
  const inTurn = await run({ listed: denied });
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
  return [
    {
      name: 'ends noticed late, p99 of 1 s, 100 queries (wanted: below 1.00)',
      ratio: ours.p99 / 1000,
      detail: `p50 ${seconds(ours.p50)}, p99 ${seconds(ours.p99)}; asking in turn p50 ${seconds(inTurn.p50)}, p99 ${seconds(inTurn.p99)}; ${QUERIES} queries of 1 to 60 s`,
    },
    {
      name: 'GetQueryResults in any second, of the 10 allowed (wanted: at most 1)',
      ratio: ours.results / ALLOWED_PER_SECOND,
      detail: `${ours.results} GetQueryResults and ${ours.lists} DescribeQueries in the busiest second; asking in turn ${inTurn.results} and ${inTurn.lists}`,
    },
  ];
}
