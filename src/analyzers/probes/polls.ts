/**
 * What comes back to polls of ours over UDP, which has no flags: one port out there sends to many of our ports, as a scanner does, though ours
 * asked it from each of them. That many of our client ports ask the same port shows that the service is there, whatever its number.
 */
import { isServicePort } from '../../record/ports.ts';
import { UDP } from '../../record/protocols.ts';
import { byKey } from '../detection/by-key.ts';
import type { AnswerRow, ContactRow } from './contact-queries.ts';

/** What one host sent to one service of another. */
interface Sent {
  readonly source: string;
  readonly port: number;
  readonly protocol: number;
  /** From which port; null from several. */
  readonly from: number | null;
  readonly tries: readonly ContactRow[];
  readonly answers: readonly AnswerRow[];
}

/** One or two services may happen to be on ports that clients pick. */
const SEVERAL = 3;

function isClientPort(port: number | null, protocol: number | null): boolean {
  return port !== null && port >= 1024 && !isServicePort(port, protocol);
}

function earliest(rows: readonly ContactRow[]): number {
  return Math.min(...rows.map(({ first }) => first ?? Number.POSITIVE_INFINITY));
}

/** What came from there came before anything went there; records tell seconds, so that a quick reply begins with its question. */
function cameFirst({ tries, answers }: Pick<Sent, 'tries' | 'answers'>): boolean {
  return answers.length > 0 && earliest(tries) < earliest(answers);
}

/** The one port out there to which all of this went. */
function askedPort({ lowestTo, highestTo }: AnswerRow): number | null {
  return lowestTo === highestTo ? lowestTo : null;
}

function keyOf({ source, from, protocol }: Pick<Sent, 'source' | 'from' | 'protocol'>): string {
  return `${source} ${from} ${protocol}`;
}

/**
 * Tells what replies to polls. A scanner that sends from one port is no service that is polled, as few of those it tries answer, and after it.
 *
 * @param all what was sent
 * @param back everything that went the other way, also what cannot be matched with what was sent as not all of that was read
 */
export function repliesToPolls(all: readonly Sent[], back: readonly AnswerRow[]): (sent: Sent) => boolean {
  const questions = byKey(
    back.filter(({ port, protocol }) => protocol === UDP && isClientPort(port, protocol)),
    (row) => `${row.destination} ${askedPort(row)} ${row.protocol}`,
  );
  const senders = byKey(
    all.filter(({ protocol, from }) => protocol === UDP && from !== null && from !== 0),
    keyOf,
  );
  const polled = new Set(
    [...senders].flatMap(([key, sent]) => {
      const asked = (questions.get(key)?.length ?? 0) - sent.filter(cameFirst).length;
      return asked >= SEVERAL && asked >= sent.length / 2 ? [key] : [];
    }),
  );
  return (sent) => polled.has(keyOf(sent)) && isClientPort(sent.port, sent.protocol) && !cameFirst(sent);
}
