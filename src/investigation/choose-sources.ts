/** Which of the sources a question goes to where it names none: those that can hold what it is about, by what is known of their networks. */
import { everySubject, subjectText } from '../analyzers/subject.ts';
import { isOfTransitGateway } from '../network/flow-log.ts';
import type { Request, Subject } from '../query/request.ts';
import { isPrivateAddress } from '../record/address.ts';
import type { FanOut } from './fan-out/source.ts';
import { type Holding, holdsAnyOf } from './holds-subject.ts';
import type { NetworkReading, Source } from './source.ts';

/** The same reading as an investigation begins with, so that a source that reads an API reads it once. */
async function readingOf(
  source: Source,
  subjects: readonly Subject[],
  signal: AbortSignal,
): Promise<NetworkReading | null> {
  try {
    return (await source.network?.({ subjects, addresses: [], interfaceIds: [] }, signal)) ?? null;
  } catch {
    signal.throwIfAborted();
    // It counts as not known, and whoever reads it next says why.
    return null;
  }
}

function isPlace({ kind }: Subject): boolean {
  return kind === 'address' || kind === 'cidr';
}

function why(subjects: readonly Subject[]): string {
  const text = subjects.map(subjectText).join(' or ');
  return subjects.every(isPlace) ? `its VPCs hold no ${text}` : `its network has no ${text}`;
}

/** That no network has an address of the internet needs no saying. */
function nobodyNote(subjects: readonly Subject[]): readonly string[] {
  const ofInternet = (subject: Subject) => subject.kind === 'address' && !isPrivateAddress(subject.text);
  return subjects.some(ofInternet)
    ? []
    : [
        `No source’s network holds ${subjects.map(subjectText).join(' or ')}, so all were asked: it may be a peer in their records.`,
      ];
}

/** What passes between two ends may pass a transit gateway, whose records may be in an account that has neither. */
async function holdsGateway(source: Source, signal: AbortSignal): Promise<boolean> {
  try {
    const { flowLogs } = await source.flowLogSettings(signal);
    return flowLogs?.some((one) => one.active && isOfTransitGateway(one)) ?? false;
  } catch {
    signal.throwIfAborted();
    // What its flow logs are is not known, and its network is.
    return false;
  }
}

/**
 * A source is left out only where it certainly holds none of the subjects and another one certainly holds one. Of a question about one end it
 * may hold the other, and what that records: an answer that rests on there being nothing says so (missing-sources.ts).
 *
 * @throws the signal's reason, when it is aborted
 */
export async function chooseSources(
  request: Request,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<FanOut> {
  const all: FanOut = { asked: sources, notAsked: [], notes: [] };
  const subjects = everySubject(request);
  if (subjects.length === 0) return all;
  const held = await Promise.all(
    sources.map(async (source): Promise<{ source: Source; holding: Holding }> => {
      const holding = holdsAnyOf(subjects, await readingOf(source, subjects, signal));
      const isOnTheWay = holding === 'no' && subjects.length > 1 && (await holdsGateway(source, signal));
      return { source, holding: isOnTheWay ? 'unknown' : holding };
    }),
  );
  if (held.every(({ holding }) => holding === 'no')) return { ...all, notes: nobodyNote(subjects) };
  if (!held.some(({ holding }) => holding === 'yes')) return all;
  return {
    asked: held.flatMap(({ source, holding }) => (holding === 'no' ? [] : [source])),
    notAsked: held.flatMap(({ source, holding }) =>
      holding === 'no' ? [{ name: source.name, outcome: 'not-asked' as const, because: why(subjects) }] : [],
    ),
    notes: [],
  };
}
