/** A client of ours that a policy rejects, of a service of ours that answered it before: an outage with a named cause. */

import { z } from 'zod';
import { KEEPS_GOING } from '../diagnosis/detection.ts';
import { type AnswerRow, answeredBefore, isUnknown, REMEMBERED } from './blocked-dependency/answered.ts';
import { dependencyKey, serviceKey } from './blocked-dependency/dependency.ts';
import { blockedService } from './blocked-dependency/detected.ts';
import { lookedAt } from './blocked-dependency/looked-at.ts';
import { follow, needs } from './blocked-dependency/queries.ts';
import { type RefusedRow, refusedAmong } from './blocked-dependency/refused.ts';
import { byKey } from './detection/by-key.ts';
import { type DetectorScope, defineDetector } from './detection/detector.ts';

const parameters = z.strictObject({
  tries: z
    .int()
    .min(1)
    .default(3)
    .describe('Rejected attempts in the window: new connections, or minutes in which it was tried.'),
});

interface Rows {
  readonly requests: { readonly rows: readonly RefusedRow[] };
  readonly replies: { readonly rows: readonly RefusedRow[] };
}

function refusedIn(
  { requests, replies }: Rows,
  { parameters: set }: DetectorScope<z.infer<typeof parameters>>,
) {
  return refusedAmong(requests.rows, replies.rows, KEEPS_GOING * set.tries);
}

export const blockedDependency = defineDetector({
  id: 'blocked-dependency',
  title: 'Blocked dependency',
  summary:
    'A client inside is rejected by a security group or network ACL where the service answered it before.',
  basis:
    'Stateful security groups and stateless network ACLs leave different records (VPC User Guide, "Flow log record examples"); a dependency is what was answered in the last day.',
  quietBy:
    'Only clients that were answered before, or whose neighbours are; at least three attempts; packets that trail a closed or idle connection are left out, and so is what was denied all along. One alert a service, whoever its clients are.',
  benign:
    'Somebody may have closed the port on purpose, or moved the service: then its clients should stop trying. Look for a change of the rule at that time.',
  pace: 'round',
  confirmed: 'at-once',
  parameters,
  needs,
  follow(rows, scope) {
    const refused = lookedAt(refusedIn(rows, scope));
    const { history } = scope.detecting;
    const unknown = refused.filter((one) => isUnknown(one, history, scope.request.window.start));
    return follow(refused, unknown, scope);
  },
  detect(rows, scope) {
    const { detecting, request, network, parameters: set } = scope;
    const all = refusedIn(rows, scope);
    const refused = lookedAt(all);
    const before: readonly AnswerRow[] = rows.before.rows;
    const bases = answeredBefore(refused, before, detecting.history);
    const records = {
      rejected: rows.rejected.rows,
      accepted: rows.accepted.rows,
      pairs: rows.pairs.rows,
    };
    const isCut = rows.rejected.cutOff || rows.accepted.cutOff || rows.before.cutOff;
    const found = [...byKey([...bases.keys()], serviceKey).values()].flatMap(
      (of) =>
        blockedService({
          ...{ of, bases, records, network, isCut },
          tries: set.tries,
          completeUntil: request.window.end,
        }) ?? [],
    );
    const left = all.length - refused.length;
    return {
      found,
      observed: {
        samples: [],
        acquaintances: refused.flatMap((one) => {
          const basis = bases.get(one);
          const key = dependencyKey(one);
          return [
            { kind: REMEMBERED.refused, key, at: one.last },
            ...(basis && isUnknown(one, detecting.history, request.window.start)
              ? [{ kind: REMEMBERED[basis], key, at: one.first }]
              : []),
          ];
        }),
      },
      notes: [
        ...(left > 0
          ? [
              `Of ${all.length} rejected exchanges inside, the ${refused.length} most tried were looked at for blocked dependencies.`,
            ]
          : []),
        ...(rows.requests.cutOff || rows.replies.cutOff
          ? ['More is rejected inside than was looked through for blocked dependencies.']
          : []),
      ],
    };
  },
});
