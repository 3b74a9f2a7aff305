/** Decides who is flooded by answers that nobody asked for, and who of ours gives many large answers to small questions. */

import { KEEPS_GOING } from '../../diagnosis/detection.ts';
import { sumOf } from '../../query/sums.ts';
import { asOwnInterfaceSaw } from '../detection/own-interface.ts';
import { type Spell, spellsOf, wholeSlots } from '../detection/slots.ts';
import { paceOf, type Writer } from '../detection/writers.ts';
import type { ReflectionScope } from './parameters.ts';
import type { AnswerRow, QuestionRow } from './queries.ts';

/** Who asks one question for ten packets of answers has a use for them. */
const ASKED = 0.1;
/** NEMEA's detector of amplification: a reflector's answers are longer than this on average, and its questions shorter. */
const LONG_ANSWER = 1000;
const SHORT_QUESTION = 300;

interface Slot {
  readonly at: number;
  readonly others: number;
  readonly packets: number;
  readonly bytes: number;
  /** Bytes a minute. */
  readonly rate: number;
}

export interface Attack {
  readonly address: string;
  readonly interfaceId: string;
  readonly spell: Spell;
  readonly level: number;
  readonly peak: Slot;
  readonly first: number;
  readonly last: number;
  readonly packets: number;
  /** Packets of ours over packets of theirs, of a victim; bytes out over bytes in, of a reflector. */
  readonly ratio: number;
}

function slotsOf(rows: readonly AnswerRow[], width: number, { request }: ReflectionScope): readonly Slot[] {
  const starts = wholeSlots(request.window, width);
  return starts.map((at) => {
    const within = rows.filter((row) => row.at !== null && row.at >= at && row.at < at + width);
    const bytes = sumOf(within.map((row) => row.bytes));
    return {
      ...{ at, bytes, packets: sumOf(within.map(({ packets }) => packets)) },
      others: Math.max(0, ...within.map(({ others }) => others)),
      rate: (bytes * 60) / width,
    };
  });
}

/** Two minutes in a round of five, or one slot where a record takes ten. */
function spellIn(levels: readonly number[], width: number, scope: ReflectionScope): Spell | undefined {
  const spells = width > 60 ? spellsOf(levels, 1, 2) : spellsOf(levels, 2, 6);
  return [...spells]
    .filter(({ isOpen }) => isOpen || !scope.detecting.history)
    .sort((a, b) => Number(b.isOpen) - Number(a.isOpen) || b.level - a.level)[0];
}

function attacksIn(
  rows: readonly AnswerRow[],
  writers: readonly Writer[],
  levelOf: (slot: Slot) => number,
  scope: ReflectionScope,
): readonly Attack[] {
  return [...asOwnInterfaceSaw(rows, ({ own }) => own)].flatMap(([address, of]) => {
    const interfaceId = of[0]?.interfaceId;
    const writer = writers.find((one) => one.interfaceId === interfaceId);
    if (interfaceId == null) return [];
    const width = writer ? paceOf(writer) : 60;
    const slots = slotsOf(of, width, scope);
    const spell = spellIn(slots.map(levelOf), width, scope);
    if (!spell) return [];
    const within = slots.slice(spell.from, spell.to + 1);
    const [peak] = [...within].sort((a, b) => b.bytes - a.bytes);
    if (!peak) return [];
    return [
      {
        ...{ address, interfaceId, spell, peak, level: spell.level, ratio: 0 },
        first: within[0]?.at ?? peak.at,
        last: (within.at(-1)?.at ?? peak.at) + width,
        packets: sumOf(within.map(({ packets }) => packets)),
      },
    ];
  });
}

/** Addresses of ours that get large packets from many amplifiers. */
export function victimsAmong(rows: readonly AnswerRow[], writers: readonly Writer[], scope: ReflectionScope) {
  const { reflectors, bytesPerPacket, bytesPerMinute } = scope.parameters;
  return attacksIn(
    rows,
    writers,
    ({ others, packets, bytes, rate }) =>
      Math.min(others / reflectors, bytes / Math.max(1, packets) / bytesPerPacket, rate / bytesPerMinute),
    scope,
  );
}

/** Addresses of ours that give long answers, and many. */
export function reflectorsAmong(
  rows: readonly AnswerRow[],
  writers: readonly Writer[],
  scope: ReflectionScope,
) {
  return attacksIn(
    rows,
    writers,
    ({ packets, bytes, rate }) =>
      Math.min(bytes / Math.max(1, packets) / LONG_ANSWER, rate / scope.parameters.reflectedPerMinute),
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
