/** Traffic with an address that a list of the operator's names as a threat. */
import { z } from 'zod';
import { type DetectorScope, defineDetector } from './detection/detector.ts';
import { hitsIn } from './detection/raised.ts';
import { detectedIn } from './threat-feed/detected.ts';
import { addressesQueries, exchangesQueries, MOST_ADDRESSES } from './threat-feed/queries.ts';

/** So many listed addresses are looked into. */
const MOST_LISTED = 100;

/** The lists themselves are configured beside the detectors, as they serve all of them. */
const parameters = z.strictObject({});

function listed(
  { rows }: { readonly rows: readonly { readonly address: string | null }[] },
  { detecting }: DetectorScope<unknown>,
): readonly string[] {
  return rows
    .flatMap(({ address }) => address ?? [])
    .filter((address) => hitsIn(detecting.settings.feeds, [address]).length > 0)
    .slice(0, MOST_LISTED);
}

export const threatFeed = defineDetector({
  id: 'threat-feed',
  title: 'Threat feed',
  summary: 'Traffic with an address that a list of the operator’s names as a threat.',
  basis:
    'The longest prefix of the configured lists that holds the address. What one of ours says to a listed address and is answered is grave; what a listed stranger is served is context; what is rejected is nothing.',
  quietBy:
    'Without lists it says nothing. Private and very large blocks of a list are left out, a list expires 7 days after it was last read, and strangers without an answer are not told of.',
  benign:
    'Lists are late and broad: researchers who scan the internet, exits of anonymity networks, and shared hosts whose other users are harmless are on them.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs: (scope) => addressesQueries(scope),
  follow: ({ asked, asking }, scope) => exchangesQueries(scope, listed(asked, scope), listed(asking, scope)),
  strangers: (rows, scope) => [...listed(rows.asked, scope), ...listed(rows.asking, scope)].slice(0, 20),
  detect: (rows, scope) => ({
    found: [
      ...detectedIn('to', rows.to.rows, rows.toAnswers.rows, scope),
      ...detectedIn('from', rows.from.rows, rows.fromAnswers.rows, scope),
    ],
    notes: [
      ...scope.detecting.settings.feeds.flatMap(({ notes = [] }) => notes),
      ...(rows.asked.cutOff || rows.asking.cutOff
        ? [
            `Threat feeds were compared with the ${MOST_ADDRESSES.toLocaleString('en')} busiest addresses outside alone.`,
          ]
        : []),
    ],
  }),
});
