/** Who asks what, when and where: people who ask independently of each other, and of whether they were answered; the same for the same seed. */
import { randomOf } from '../../kit/random.ts';

export interface Size {
  readonly seed: number;
  readonly people: number;
  /** Questions that each person asks. */
  readonly perMinute: number;
  readonly minutes: number;
}

/** A mention is in a thread; a press is of a button under what was answered in that channel last. */
type Way = 'command' | 'mention' | 'press';

export interface Ask {
  /** Milliseconds from the beginning. */
  readonly at: number;
  /** A Slack user id. */
  readonly by: string;
  readonly channel: string;
  readonly way: Way;
  readonly text: string;
}

const CHANNELS = 12;
const HOSTS = [
  '10.76.37.19',
  '10.76.78.19',
  '10.76.21.22',
  '10.76.50.14',
  '10.76.37.9',
  '10.76.139.21',
] as const;
const OTHERS = ['10.76.50.45', '10.76.139.32', '10.76.21.11', '10.76.23.22', '10.76.50.27'] as const;
const PORTS = [443, 22, 5432, 53, 8080] as const;

/** What everybody asks in an incident, over and over. */
const COMMON = [
  'reject 10.76.78.19',
  'trace 10.76.37.19 10.76.78.19 443',
  'talk 10.76.78.19',
  'top by bytes by source',
  'reject 10.76.37.19 last 30m',
  'timeline 10.76.78.19',
  'records 10.76.78.19 last 15m',
  'trace 10.76.37.19 10.76.78.19',
] as const;
/** Answered without asking anything of AWS. */
const AT_ONCE = ['help', 'help trace', 'rejct 10.76.78.19'] as const;

/** Whether it is of what everybody asks: then it waits for nobody's turn but the first one's. */
export function isCommon(text: string): boolean {
  return COMMON.some((one) => one === text);
}

export function crowd({ seed, people, perMinute, minutes }: Size): readonly Ask[] {
  const random = randomOf(seed);
  const oneOf = <T>(all: readonly [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0];
  const channel = (index: number) => `C0LOAD${index % CHANNELS}`;

  /** What one person alone wants to know: nearly nobody asks the same. */
  function own(): string {
    const host = oneOf([...HOSTS, ...OTHERS]);
    const window = `last ${10 + Math.floor(random() * 50)}m`;
    const part = random();
    if (part < 0.4) return `reject ${host} ${window}`;
    if (part < 0.6) return `trace ${oneOf(HOSTS)} ${oneOf(OTHERS)} ${oneOf(PORTS)} ${window}`;
    if (part < 0.75) return `talk ${host} ${window}`;
    if (part < 0.85) return `top ${host} by bytes by destination ${window}`;
    return `records ${host} port ${oneOf(PORTS)} ${window}`;
  }

  function text(): string {
    const part = random();
    if (part < 0.04) return oneOf(AT_ONCE);
    return part < 0.55 ? oneOf(COMMON) : own();
  }

  function way(): Way {
    const part = random();
    if (part < 0.78) return 'command';
    return part < 0.92 ? 'mention' : 'press';
  }

  const asks: Ask[] = [];
  for (let person = 0; person < people; person += 1) {
    const mean = 60_000 / perMinute;
    for (let at = 0; ; ) {
      // Arrivals of a Poisson process are exponentially far apart.
      at -= mean * Math.log(1 - random());
      if (at >= minutes * 60_000) break;
      const place = random() < 0.7 ? person : Math.floor(random() * CHANNELS);
      const asked = text();
      // What is answered at once tells nobody which message it answers, but in an acknowledgement.
      const isAtOnce = AT_ONCE.some((one) => one === asked);
      asks.push({
        ...{ at, by: `U0LOAD${person}`, channel: channel(place), text: asked },
        way: isAtOnce ? 'command' : way(),
      });
    }
  }
  return asks.sort((a, b) => a.at - b.at);
}
