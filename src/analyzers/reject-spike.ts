/** More sources than usual are turned away at an interface: clients that a change cut off, or a crowd that knocks. */

import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { all, present } from '../query/predicate.ts';
import { byKey } from './detection/by-key.ts';
import { defineDetector } from './detection/detector.ts';
import { writersQuery } from './detection/writers.ts';
import { parameters, type SpikeScope } from './reject-spike/parameters.ts';
import { closerQueries, rejectedQuery } from './reject-spike/queries.ts';
import { mayBeSpike, observedOf, seriesOf, spikesAmong } from './reject-spike/spikes.ts';
import { detectionOf } from './reject-spike/wording.ts';
import { asked } from './subject.ts';

function needs({ request, network }: SpikeScope) {
  return {
    rejected: rejectedQuery(request.window, all(asked({ request, network }), present('interfaceId'))),
    writers: writersQuery(request.window),
  };
}

export const rejectSpike = defineDetector({
  id: 'reject-spike',
  title: 'Reject spike',
  summary: 'A network interface turns away more different sources than is normal at this hour.',
  basis:
    'Distinct rejected sources per 5 minutes against a robust negative binomial law by hour of the week (after Farrington; Noufaily 2013), with Benjamini and Hochberg’s control of false discoveries.',
  quietBy:
    'It counts sources and not rejections, so that a scan by one source is none; two of three slots must be above 20 and above twice what is normal, and each less likely than 1 in 10,000, or, where most want one port that they did not want before, all three together; while it learns, only 100 and more count.',
  benign:
    'A crowd may knock at random, as botnets do after a new weakness is known: then what is rejected is what policy means to reject, and no client of yours is among the sources.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  follow({ rejected, writers }, scope) {
    const candidates = seriesOf(rejected.rows, writers.rows, scope)
      .filter((series) => mayBeSpike(series, scope.parameters))
      .map(({ interfaceId }) => interfaceId);
    return closerQueries(scope.request.window, asked(scope), candidates, scope.detecting.history !== null);
  },
  detect({ rejected, writers, before, wroteBefore, rejectedPorts, acceptedPorts, busiest }, scope) {
    const series = seriesOf(rejected.rows, writers.rows, scope);
    const earlier = byKey(before.rows, ({ interfaceId }) => interfaceId ?? '');
    const ports = byKey(rejectedPorts.rows, ({ interfaceId }) => interfaceId ?? '');
    const since = new Map(wroteBefore.rows.map(({ interfaceId, first }) => [interfaceId, first]));
    const candidates = series
      .filter((one) => mayBeSpike(one, scope.parameters))
      .map((one) => ({
        series: one,
        closer: {
          ports: ports.get(one.interfaceId) ?? [],
          rejected: earlier.get(one.interfaceId) ?? [],
          since: since.get(one.interfaceId) ?? null,
        },
      }));
    const spikes = spikesAmong(candidates, writers.rows.length, scope);
    const closely = {
      ...{ rejected: rejected.rows, busiest: busiest.rows, acceptedPorts: acceptedPorts.rows },
    };
    return {
      found: spikes
        .filter(({ level }) => level >= KEEPS_GOING)
        .map((spike) => detectionOf(spike, closely, scope)),
      observed: { samples: observedOf(series, spikes), acquaintances: [] },
      ...(rejected.cutOff
        ? {
            notes: [
              'Rejections of so many interfaces were found that those with few sources were not looked at.',
            ],
          }
        : {}),
    };
  },
});
