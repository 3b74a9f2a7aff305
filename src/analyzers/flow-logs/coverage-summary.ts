/** What `coverage` says in a sentence: how many network interfaces are logged, and where the others are. */
import type { Finding } from '../../diagnosis/diagnosis.ts';
import type { NetworkIndex } from '../../network/find/index-network.ts';
import { placesText } from './gaps.ts';
import type { Improvement } from './improvements.ts';
import { counted, destinationText, flowLogText, interfaceText, KEPT } from './phrases.ts';
import { type Cover, hasNoFlowLog, isLogged } from './standing.ts';

export interface Found {
  readonly index: NetworkIndex;
  readonly covers: readonly Cover[];
  readonly gaps: readonly Finding[];
  readonly better: readonly Improvement[];
}

function ofOne({ index, gaps, better }: Found, { of, standing, flowLogs }: Cover): string {
  const name = interfaceText(index, of);
  const [gap] = gaps;
  const [first] = flowLogs;
  if (gap) return hasNoFlowLog({ standing }) ? `No active flow log covers ${name}` : gap.summary;
  if (!first) return name;
  const lacks = better[0] ? `; ${better[0].short}` : '';
  return `${name} is logged: ${KEPT[first.keeps]}, by ${flowLogText(first)}, to ${destinationText(first)}${lacks}`;
}

function missingText(index: NetworkIndex, missing: readonly Cover[]): readonly string[] {
  if (missing.length === 0) return [];
  const where = placesText(index, missing);
  return [
    missing.length === 1
      ? `${where} has no active flow log`
      : `${missing.length} in ${where} have no active flow log`,
  ];
}

function halfText(covers: readonly Cover[]): readonly string[] {
  const half = covers.filter(({ standing }) => standing === 'one-action');
  const [first, ...others] = new Set(half.map(({ flowLogs }) => flowLogs[0]?.keeps ?? 'ALL'));
  if (!first) return [];
  const kept = others.length > 0 ? 'accepted or rejected traffic' : KEPT[first].replace(' only', '');
  return [`${half.length === covers.length ? '' : `of ${half.length} `}only ${kept} is kept`];
}

export function summaryOf(found: Found): string {
  const { index, covers, gaps, better } = found;
  const [only, ...others] = covers;
  if (only && others.length === 0) return ofOne(found, only);
  const logged = covers.filter(isLogged).length;
  const all = counted(covers.length, 'network interface');
  const missing = covers.filter(hasNoFlowLog);
  const failing = covers.filter(({ standing }) => standing === 'failing').length;
  return [
    logged === covers.length
      ? `All ${all} are logged`
      : `${logged} of ${all} ${logged === 1 ? 'is' : 'are'} logged`,
    ...missingText(index, missing),
    ...(failing > 0 ? [`delivery fails for ${failing}`] : []),
    ...halfText(covers),
    ...(gaps.length === 0 && better[0] ? [better[0].short] : []),
  ].join('; ');
}
