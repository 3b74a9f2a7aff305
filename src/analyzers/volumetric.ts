/** A flood: one of our addresses receives far more than usual, from far more sources than usual. */

import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { defineDetector } from './detection/detector.ts';
import { writersQuery } from './detection/writers.ts';
import { floodOf, mayBeFlooded, observedOf, receivedIn, timeOf } from './volumetric/floods.ts';
import { parameters } from './volumetric/parameters.ts';
import { closerQueries, receivedQuery } from './volumetric/queries.ts';
import { detectionOf } from './volumetric/wording.ts';

export const volumetric = defineDetector({
  id: 'volumetric',
  title: 'Flood',
  summary:
    'One of our addresses receives several times the usual volume from several times the usual number of sources.',
  basis:
    'Two windows in a row above a multiple of the earlier volume and number of sources, with a floor (as NEMEA’s detector of denial of service); what is usual is the 95th percentile (as Cloudflare’s adaptive protection).',
  quietBy:
    'Volume and number of sources must both rise, so that backups, deployments and one fast client are none; at least 1 Mb/s or 1,000 packets a second, from at least 50 sources.',
  benign:
    'A launch, a campaign or a newspaper brings many real clients at once: then most of it is answered, and at the port that you offer.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs: (scope) => ({ received: receivedQuery(scope), writers: writersQuery(scope.request.window) }),
  follow({ received, writers }, scope) {
    const suspects = receivedIn(received.rows, writers.rows, scope).filter((one) => mayBeFlooded(one, scope));
    return closerQueries(
      scope,
      suspects.map(({ target }) => target),
      timeOf(suspects, scope),
    );
  },
  detect({ received, writers, minutes, dayBefore, aims, answers, busiest }, scope) {
    const all = receivedIn(received.rows, writers.rows, scope);
    const closer = { minutes: minutes.rows, dayBefore: dayBefore.rows };
    const floods = all.flatMap((one) => (mayBeFlooded(one, scope) && floodOf(one, closer, scope)) || []);
    const found = floods.filter(({ level }) => level >= KEEPS_GOING);
    return {
      found: found.map((flood) =>
        detectionOf(flood, { aims: aims.rows, answers: answers.rows, busiest: busiest.rows }, scope),
      ),
      observed: { samples: observedOf(all, found, scope), acquaintances: [] },
    };
  },
});
