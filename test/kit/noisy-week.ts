/** What detectors find in a noisy network of thirty subjects, round by round: stray spikes, storms, attackers, what goes on and off, chronic small things, and gaps. */
import type { Detection, DetectorId } from '../../src/diagnosis/detection.ts';
import type { Finding } from '../../src/diagnosis/diagnosis.ts';
import { found } from './alert-life.ts';
import { randomOf } from './random.ts';

const SUBJECTS = Array.from({ length: 30 }, (_, host) => `10.0.1.${host + 1}`);
const ONE_SHOT: readonly DetectorId[] = [
  'beacon',
  'dns-bulk',
  'smtp-out',
  'unusual-protocol',
  'exfiltration',
];
const ATTACKS: readonly DetectorId[] = ['port-scan', 'brute-force', 'lateral-movement', 'scan-with-hit'];
const GAP: Partial<Detection> = {
  subject: { kind: 'flow-log', id: 'fl-0a1b2c3d', name: null },
  severity: 'high',
};

/** Something that is found for a number of rounds. */
interface Episode {
  readonly until: number;
  readonly findings: (round: number) => readonly Finding[];
}

/** @returns what each next round finds; the same for the same seed */
export function noisyWeek(seed: number): () => readonly Finding[] {
  const random = randomOf(seed);
  const below = (most: number) => Math.floor(random() * most);
  const one = <T>(of: readonly T[], otherwise: T): T => of[below(of.length)] ?? otherwise;
  const subject = () => one(SUBJECTS, '10.0.1.1');
  const flapping = [subject(), subject()];
  let round = 0;
  let episodes: readonly Episode[] = [];

  function attack(): Episode {
    const [detector, id, begin] = [one(ATTACKS, 'port-scan'), subject(), round];
    const severity = random() < 0.3 ? 'high' : 'medium';
    const turns = random() < 0.2;
    return {
      until: round + 3 + below(60),
      findings: (now) => [
        found(detector, id, {
          ...{ class: 'tcp/22', size: 30 * 2 ** Math.min(now - begin, 12), others: [subject()] },
          severity: turns && now > begin + 4 ? 'high' : severity,
        }),
      ],
    };
  }

  function storm(): Episode {
    const hosts = SUBJECTS.slice(below(10), 12 + below(18));
    return {
      until: round + 1 + below(8),
      findings: () => hosts.map((id) => found('new-edge', id, { level: 0.5 + random() })),
    };
  }

  function gap(): Episode {
    const silent = [subject(), subject(), subject()];
    return {
      until: round + 6 + below(30),
      findings: () => [
        found('flow-log-gap', 'fl-0a1b2c3d', GAP),
        ...silent.map((id) => found('service-silent', id, { severity: 'high' })),
      ],
    };
  }

  function single(): Episode {
    const [detector, id] = [one(ONE_SHOT, 'beacon'), subject()];
    return { until: round + 1 + below(4), findings: () => [found(detector, id)] };
  }

  function chronic(): Episode {
    const id = subject();
    return {
      until: round + 50 + below(200),
      findings: () => [found('threat-feed', id, { severity: 'low' })],
    };
  }

  function begin(): readonly Episode[] {
    const chances = [
      [0.02, attack],
      [0.008, storm],
      [0.004, gap],
      [0.06, single],
      [0.01, chronic],
    ] as const;
    return chances.flatMap(([chance, make]) => (random() < chance ? [make()] : []));
  }

  return () => {
    round += 1;
    episodes = [...episodes.filter(({ until }) => until > round), ...begin()];
    const strays = SUBJECTS.filter(() => random() < 0.004).map((id) => found('reject-spike', id));
    const onAndOff = flapping.flatMap((id) =>
      random() < 0.4 ? [found('reject-spike', id, { class: 'tcp/443' })] : [],
    );
    return [...episodes.flatMap(({ findings }) => findings(round)), ...strays, ...onAndOff];
  };
}
