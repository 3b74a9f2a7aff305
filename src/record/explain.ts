/** A record in words, as one would tell a colleague. */

import { timeNote, volumeNote } from './explanation/amount.ts';
import { caveatsOf, communityIdOf } from './explanation/caveats.ts';
import { headlineOf } from './explanation/headline.ts';
import { actionNote, flagsNote, statusNote } from './explanation/outcome.ts';
import { addressNote, flagsHome, serviceNote } from './explanation/parties.ts';
import {
  awsServiceNote,
  directionNote,
  ecsNote,
  encryptionNote,
  nextHopNote,
  tagNote,
  trafficPathNote,
  whereNote,
} from './explanation/place.ts';
import { transitNotes } from './explanation/transit.ts';
import type { FlowRecord } from './record.ts';

interface ExplanationNote {
  /** `who`, `service`, `volume`, `time`, `flags`, `action`, `status`, `path`, `where`, `transit`: what the sentence is about. */
  readonly about: string;
  readonly text: string;
}

export interface Explanation {
  readonly record: FlowRecord;
  /** One sentence: who sent what to whom, and what became of it. */
  readonly headline: string;
  readonly notes: readonly ExplanationNote[];
  /** Community ID v1 (`1:…=`) of the flow, the same for both directions, as Zeek and Suricata compute it; null where there is no five-tuple. */
  readonly communityId: string | null;
  /** What this record cannot tell. */
  readonly caveats: readonly string[];
}

/** Tells what a record says, what it means, and what it leaves open. Pure; knows nothing but the record. */
export function explain(record: FlowRecord): Explanation {
  const transit = flagsHome(record) === 'transit-gateway' ? transitNotes(record) : [];
  const notes: readonly (readonly [about: string, text: string | null])[] = [
    ['status', statusNote(record)],
    ['who', addressNote(record)],
    ['service', serviceNote(record)],
    ['volume', volumeNote(record)],
    ['time', timeNote(record)],
    ['flags', flagsNote(record)],
    ['action', actionNote(record)],
    ...transit.map((text) => ['transit', text] as const),
    ['path', directionNote(record)],
    ['path', trafficPathNote(record)],
    ['path', awsServiceNote(record)],
    ['path', nextHopNote(record)],
    ['path', encryptionNote(record)],
    ['where', whereNote(record)],
    ['where', ecsNote(record)],
    ['where', tagNote(record)],
  ];
  return {
    record,
    headline: headlineOf(record),
    notes: notes.flatMap(([about, text]) => (text === null ? [] : [{ about, text }])),
    communityId: communityIdOf(record),
    caveats: caveatsOf(record),
  };
}
