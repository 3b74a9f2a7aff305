/** Decides who is flooded by answers that nobody asked for, and who of ours gives many large answers to small questions. */

import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import { sumOf } from '../../query/sums.ts';
import { byMinute, MINUTE } from '../detection/minutes.ts';
import { asOwnInterfaceSaw } from '../detection/own-interface.ts';
import { type Spell, spellsOf, wholeSlots } from '../detection/slots.ts';
import type { ReflectionScope } from './parameters.ts';
import type { AnswerRow, QuestionRow } from './queries.ts';

/** Who asks one question for ten packets of answers has a use for them. */
const ASKED = 0.1;
/** NEMEA's detector of amplification: a reflector's answers are longer than this on average, and its questions shorter. */
const LONG_ANSWER = 1000;
const SHORT_QUESTION = 300;

interface Minute {
  readonly at: number;
  readonly others: number;
  readonly packets: number;
  readonly bytes: number;
}

export interface Attack {
  readonly address: string;
  readonly interfaceId: string;
  readonly spell: Spell;
  readonly level: number;
  readonly peak: Minute;
  readonly first: number;
  readonly last: number;
  readonly packets: number;
  /** Packets of ours over packets of theirs, of a victim; bytes out over bytes in, of a reflector. */
  readonly ratio: number;
}

function minutesOf(rows: readonly AnswerRow[], { request }: ReflectionScope): readonly Minute[] {
  const minutes = byMinute(rows);
  return wholeSlots(request.window, MINUTE).map((at) => {
    const within = minutes.get(at) ?? [];
    return {
      at,
      // Those of records that began earlier may be the same.
      others: Math.max(0, ...within.map(({ row }) => row.others)),
      packets: sumOf(within.map(({ row, share }) => row.packets * share)),
      bytes: sumOf(within.map(({ row, share }) => row.bytes * share)),
    };
  });
}

/** Two minutes in a round of five; what goes on, or else the worst. */
function spellIn(levels: readonly number[]): Spell | undefined {
  return [...spellsOf(levels, 2, 6)].sort(
    (a, b) => Number(b.isOpen) - Number(a.isOpen) || b.level - a.level,
  )[0];
}

function attacksIn(
  rows: readonly AnswerRow[],
  levelOf: (minute: Minute) => number,
  scope: ReflectionScope,
): readonly Attack[] {
  return [...asOwnInterfaceSaw(rows, ({ own }) => own)].flatMap(([address, of]) => {
    const interfaceId = of[0]?.interfaceId;
    if (interfaceId == null) return [];
    const minutes = minutesOf(of, scope);
    const spell = spellIn(minutes.map(levelOf));
    if (!spell) return [];
    const within = minutes.slice(spell.from, spell.to + 1);
    const [peak] = [...within].sort((a, b) => b.bytes - a.bytes);
    if (!peak) return [];
    return [
      {
        ...{ address, interfaceId, spell, peak, level: spell.level, ratio: 0 },
        first: within[0]?.at ?? peak.at,
        last: (within.at(-1)?.at ?? peak.at) + MINUTE,
        packets: Math.round(sumOf(within.map(({ packets }) => packets))),
      },
    ];
  });
}

/** Addresses of ours that get large packets from many amplifiers. */
export function victimsAmong(rows: readonly AnswerRow[], scope: ReflectionScope) {
  const { reflectors, bytesPerPacket, bytesPerMinute } = scope.parameters;
  return attacksIn(
    rows,
    ({ others, packets, bytes }) =>
      Math.min(others / reflectors, bytes / Math.max(1, packets) / bytesPerPacket, bytes / bytesPerMinute),
    scope,
  );
}

/** Addresses of ours that give long answers, and many. */
export function reflectorsAmong(rows: readonly AnswerRow[], scope: ReflectionScope) {
  return attacksIn(
    rows,
    ({ packets, bytes }) =>
      Math.min(bytes / Math.max(1, packets) / LONG_ANSWER, bytes / scope.parameters.reflectedPerMinute),
    scope,
  );
}

function questionOf(questions: readonly QuestionRow[], { address, interfaceId }: Attack) {
  const own = questions.filter((row) => row.own === address && row.interfaceId === interfaceId);
  return { packets: sumOf(own.map(({ packets }) => packets)), bytes: sumOf(own.map(({ bytes }) => bytes)) };
}

/** Those that did not ask for it. */
export function unasked(victims: readonly Attack[], questions: readonly QuestionRow[]): readonly Attack[] {
  return victims.flatMap((victim) => {
    const ratio = questionOf(questions, victim).packets / Math.max(1, victim.packets);
    return ratio < ASKED && victim.level >= KEEPS_GOING ? [{ ...victim, ratio }] : [];
  });
}

/** Those that answer short questions with far more than was asked. */
export function amplifying(
  reflectors: readonly Attack[],
  answers: readonly AnswerRow[],
  questions: readonly QuestionRow[],
  { parameters }: ReflectionScope,
): readonly Attack[] {
  return reflectors.flatMap((one) => {
    const { packets, bytes } = questionOf(questions, one);
    const out = sumOf(
      answers.flatMap((row) =>
        row.own === one.address && row.interfaceId === one.interfaceId ? row.bytes : [],
      ),
    );
    const ratio = out / Math.max(1, bytes);
    const isShort = packets > 0 && bytes / packets <= SHORT_QUESTION;
    const level = Math.min(one.level, ratio / parameters.amplification);
    return isShort && level >= KEEPS_GOING ? [{ ...one, ratio, level }] : [];
  });
}
