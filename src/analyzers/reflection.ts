/** A reflection attack: amplifiers flood one of our addresses with answers it did not ask for, or one of ours is such an amplifier. */
import { defineDetector } from './detection/detector.ts';
import { amplifying, reflectorsAmong, unasked, victimsAmong } from './reflection/attacks.ts';
import { parameters } from './reflection/parameters.ts';
import { answerQueries, closerQueries } from './reflection/queries.ts';
import { reflectorDetection, victimDetection } from './reflection/wording.ts';

export const reflection = defineDetector({
  id: 'reflection',
  title: 'Reflection attack',
  summary:
    'Large UDP answers from many amplifiers that nobody asked for, or one of our hosts as an amplifier.',
  basis:
    'CISA TA14-017A (UDP-based amplification attacks) for the ports; NEMEA’s detector of amplification for the sizes of questions and answers.',
  quietBy:
    'At us: at least 20 senders, 250 bytes a packet and 50 MB a minute, and hardly any question of ours in the twenty minutes around. By us: long answers to short questions, five times as large, 10 MB a minute.',
  benign:
    'Name servers and game servers of your own give many answers, and resolvers get many: then somebody asked for them, and few of them are large.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs: answerQueries,
  follow({ toUs, byUs }, scope) {
    const addresses = (attacks: readonly { readonly address: string }[]) =>
      attacks.map(({ address }) => address);
    return closerQueries(
      scope,
      addresses(victimsAmong(toUs.rows, scope)),
      addresses(reflectorsAmong(byUs.rows, scope)),
    );
  },
  detect({ toUs, byUs, askedByUs, askedOfUs, atUs, fromUs }, scope) {
    const victims = unasked(victimsAmong(toUs.rows, scope), askedByUs.rows);
    const reflectors = reflectorsAmong(byUs.rows, scope);
    return {
      found: [
        ...amplifying(reflectors, byUs.rows, askedOfUs.rows, scope).map((attack) =>
          reflectorDetection(attack, fromUs.rows, scope),
        ),
        ...victims.map((attack) => victimDetection(attack, atUs.rows, scope)),
      ],
    };
  },
});
