import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly license?: string;
}

/** Where npm takes what the lock file names no place for. */
const REGISTRY = 'https://registry.npmjs.org/';
const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const installed = Object.entries(packages).filter(([place]) => place !== '');

/** What may be built into what others run, without making their own work free or public. */
const FREE: ReadonlySet<string> = new Set(
  'MIT MIT-0 ISC 0BSD BSD-2-Clause BSD-3-Clause Apache-2.0 BlueOak-1.0.0 MPL-2.0 CC0-1.0 Python-2.0'.split(
    ' ',
  ),
);
/** Data and a font, which are used as they are: their licences ask to be named, and the README and the packages do. */
const LOOKED_AT: Readonly<Record<string, string>> = {
  '@ip-location-db/asn': 'SEE LICENSE IN ROUTEVIEWS-LICENSE and DBIP-LICENSE (CC-BY-4.0)',
  'dejavu-fonts-ttf': 'SEE LICENSE IN README.md AND LICENSE',
};

function isFree(place: string, { license = '' }: Locked): boolean {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const words = license.replaceAll(/[()]/g, '').split(/ (?:AND|OR) /);
  return LOOKED_AT[name] === license || words.every((word) => FREE.has(word));
}

describe('the packages', () => {
  it('come from the registry, each as it was when it was looked at', () => {
    const others = installed.filter(
      ([, { resolved = REGISTRY, integrity = '' }]) =>
        !resolved.startsWith(REGISTRY) || !integrity.startsWith('sha512-'),
    );

    expect(others).toEqual([]);
  });

  it('run nothing as they are installed', () => {
    expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  });

  it('that are shipped have licences under which they may be', () => {
    const shipped = installed.filter(([, { dev = false }]) => !dev);

    expect(shipped.length).toBeGreaterThan(100);
    expect(shipped.filter(([place, locked]) => !isFree(place, locked))).toEqual([]);
  });
});

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');

  it('is built of one base, which its digest may replace, and as the lock file says', () => {
    const bases = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);

    expect(new Set(bases)).toEqual(new Set(['$BASE']));
    expect(lines).toContain('RUN npm ci');
  });

  it('runs as a user who is not root, with nothing between it and the signals', () => {
    expect(lines.findLast((line) => line.startsWith('USER '))).toBe('USER node');
    expect(lines.findLast((line) => line.startsWith('CMD '))).toBe('CMD ["node", "dist/main.js"]');
  });

  it('may write temporary files as that user, also where Fargate mounts a volume for them', () => {
    const [mode, volume] = ['RUN chmod 1777 /tmp', 'VOLUME /tmp'].map((line) => lines.indexOf(line));

    expect(mode).toBeGreaterThan(lines.lastIndexOf('FROM $BASE'));
    expect(volume).toBeGreaterThan(mode ?? 0);
  });

  it('holds no npm, which nobody needs there, and no secret', () => {
    expect(lines).toContain(
      'RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/yarn* /opt/yarn-*',
    );
    expect(
      lines.filter((line) => /^(?:ENV|ARG) .*(?:TOKEN|SECRET|PASSWORD|DATABASE_URL)/.test(line)),
    ).toEqual([]);
    expect(read('.dockerignore')).toMatch(/^\*\.env$|^\*\*$|^\*$|\.env/m);
  });
});
