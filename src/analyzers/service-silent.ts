/** A service that answers all the time gives no answer any more, although its network interface still writes records. */
import { defineDetector } from './detection/detector.ts';
import { writersQuery } from './detection/writers.ts';
import { parameters, type SilenceScope } from './service-silent/parameters.ts';
import { answersQuery, closerQueries } from './service-silent/queries.ts';
import { answeringIn, keyOf, observedOf, seriesName } from './service-silent/services.ts';
import { silentAmong, suspectsAmong } from './service-silent/silent.ts';
import { detectionOf } from './service-silent/wording.ts';

function needs(scope: SilenceScope) {
  return { answers: answersQuery(scope), writers: writersQuery(scope.request.window) };
}

function wordsOfNotes(cutOff: boolean): readonly string[] {
  return cutOff
    ? ['So many services answer that those which answer seldom were not looked at for silence.']
    : [];
}

export const serviceSilent = defineDetector({
  id: 'service-silent',
  title: 'Service gone silent',
  summary: 'A service of ours that answers in nearly every slot of this hour has not answered for several.',
  basis:
    'The chance that all of the silent slots are silent by themselves, from how many of how many slots had an answer at this hour of the week (the law of Beta and Bernoulli).',
  quietBy:
    'Only services that answer in 90 % of the slots at this hour count; the silence must be less likely than one in 10,000 where clients ask in vain, and than one in a thousand million where nobody asks any more; that it refuses who asks is no answer; its interface must still write records, so that neither a termination nor a gap in the flow log is taken for it, nor most services at once.',
  benign:
    'It may have been shut down or moved on purpose, be in a maintenance, or have been asked by one job only that is done: see who asked it until then.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  follow({ answers, writers }, scope) {
    const services = answeringIn(answers.rows, scope);
    const { suspects } = suspectsAmong({ services, writers: writers.rows }, scope);
    return closerQueries(scope, suspects, answers.cutOff);
  },
  detect({ answers, again, writers, dayBefore, requests, bare }, scope) {
    const whole = new Set(again.cutOff ? [] : again.rows.map(keyOf));
    const services = [
      ...answeringIn(
        answers.rows.filter((row) => !whole.has(keyOf(row))),
        scope,
      ),
      ...answeringIn(
        again.rows.filter((row) => whole.has(keyOf(row))),
        scope,
      ),
    ];
    const before = answeringIn(dayBefore.rows, scope);
    const seen = { services, writers: writers.rows };
    const closer = { before, requests: requests.rows, bare: bare.rows };
    // Too many may be silent to ask about them again: that they are cannot be told from a list that leaves some out.
    const silent = again.cutOff ? [] : silentAmong(seen, closer, scope);
    const keys = new Set(silent.map(({ service }) => keyOf(service)));
    const samples = observedOf(services, keys, scope, (key) => !answers.cutOff || whole.has(key));
    const remembered = new Set(samples.map(({ series }) => series));
    return {
      found: silent.map((one) => detectionOf(one, scope)),
      observed: {
        samples,
        acquaintances: services
          .filter((service) => remembered.has(seriesName(keyOf(service))))
          .flatMap(({ server, interfaceIds, last }) =>
            interfaceIds.map((id) => ({ kind: 'server-interface', key: `${server} ${id}`, at: last })),
          ),
      },
      notes: wordsOfNotes(answers.cutOff),
    };
  },
});
