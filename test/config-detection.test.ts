import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../src/analyzers/detectors.ts';
import { readConfig } from '../src/config-schema.ts';

function read(text: string) {
  return readConfig({}, { path: 'flows.config.yaml', text });
}

function detectionOf(text: string) {
  const found = read(text);
  if ('issues' in found) throw new Error(found.issues.join('\n'));
  return found.config.detection;
}

function issuesOf(text: string): readonly string[] {
  const found = read(text);
  return 'issues' in found ? found.issues : [];
}

describe('the configuration of detectors', () => {
  it('is the defaults of every detector where nothing is set', () => {
    expect(detectionOf('')).toEqual({ inside: [], parameters: {}, feeds: [] });
  });

  it('sets what is ours, what detectors take, and whose lists are read', () => {
    const text = `
detection:
  inside: [203.0.113.7/26, '2001:db8:12::/48']
  detectors:
    beacon: {newDays: 14}
  feeds:
    - {name: drop, url: 'https://lists.example/drop.txt', refreshHours: 12}
    - {name: own, path: ./threats.txt}
`;

    expect(detectionOf(text)).toMatchObject({
      inside: [{ text: '203.0.113.0/26' }, { text: '2001:db8:12::/48' }],
      parameters: { beacon: { newDays: 14, connections: 12 } },
      feeds: [
        { name: 'drop', url: 'https://lists.example/drop.txt', refreshHours: 12 },
        { name: 'own', path: './threats.txt', refreshHours: 6 },
      ],
    });
  });

  it('names the nearest detector and the nearest parameter', () => {
    expect(issuesOf('detection: {detectors: {becon: {}}}')).toEqual([
      'detection.detectors.becon in flows.config.yaml is not a setting; did you mean beacon?',
    ]);
    expect(issuesOf('detection: {detectors: {beacon: {spanHour: 4}}}')).toEqual([
      'detection.detectors.beacon.spanHour in flows.config.yaml is not a setting; did you mean spanHours?',
    ]);
    expect(issuesOf('detection: {insides: []}')).toEqual([
      'detection.insides in flows.config.yaml is not a setting; did you mean inside?',
    ]);
    expect(issuesOf('detection: {feeds: [{name: a, path: x, pth: y}]}')).toEqual([
      'detection.feeds[0].pth in flows.config.yaml is not a setting; did you mean path?',
    ]);
  });

  it('says what is wrong with a value, and what is allowed', () => {
    expect(issuesOf('detection: {inside: [office]}')).toEqual([
      'detection.inside[0] in flows.config.yaml is "office"; it must be an address or a block, such as 203.0.113.0/24.',
    ]);
    expect(issuesOf('detection: {detectors: {beacon: {spanHours: long}}}')).toEqual([
      'detection.detectors.beacon.spanHours in flows.config.yaml is "long"; it must be a number.',
    ]);
  });

  it('takes no entry of allowed ports that names nothing, as it would allow everything', () => {
    expect(issuesOf('detection: {detectors: {exposed-port: {allowed: [{}]}}}').join()).toContain(
      'it must be at least one of from, to and port',
    );
  });

  it.each(['{name: a}', "{name: a, path: x, url: 'https://lists.example/a'}"])(
    'wants one place for a feed, and not %s',
    (feed) => {
      expect(issuesOf(`detection: {feeds: [${feed}]}`).join()).toContain(
        'it must be a path, or a url of https, and not both',
      );
    },
  );

  it('takes no feed without encryption, and no name twice', () => {
    expect(issuesOf("detection: {feeds: [{name: a, url: 'http://lists.example/a'}]}").join()).toContain(
      'it must be a URL of https',
    );
    expect(issuesOf('detection: {feeds: [{name: a, path: x}, {name: a, path: y}]}').join()).toContain(
      'it must be a name that no other feed has',
    );
  });

  it.each([
    'https://user:S3cret@feed.example/list.txt',
    'https://S3cret@feed.example/list.txt',
    'https:user:S3cret@feed.example/list.txt',
    'http://user:S3cret@feed.example/list.txt',
    'http://feed.example/list.txt?key=S3cret',
  ])('shows nothing of the secret in an address that it does not take: %s', (url) => {
    const issues = issuesOf(`detection: {feeds: [{name: otx, url: '${url}'}]}`);

    expect(issues).toHaveLength(1);
    expect(issues.join()).toContain('detection.feeds[0].url in flows.config.yaml is a text of');
    expect(issues.join()).not.toContain('S3cret');
  });

  it('takes no feed behind a password, and says what to do', () => {
    expect(
      issuesOf("detection: {feeds: [{name: otx, url: 'https://user:S3cret@feed.example/list.txt'}]}"),
    ).toEqual([
      'detection.feeds[0].url in flows.config.yaml is a text of 41 characters; it must be a URL of https without a user and a password in it: fetch such a list into a file by other means, and set its path instead.',
    ]);
  });

  it('means the same to a detector when it is read again', () => {
    for (const { parameters } of DETECTORS)
      expect(parameters.parse(parameters.parse({}))).toEqual(parameters.parse({}));
  });

  it('is as the example shows it', async () => {
    const example = await readFile(new URL('../flows.config.example.yaml', import.meta.url), 'utf8');
    const [shown = ''] = example.slice(example.indexOf('# detection:')).split('\n\n');

    const detection = detectionOf(shown.replaceAll(/^# /gm, ''));

    expect(detection.feeds.map(({ name }) => name)).toEqual(['drop', 'ours']);
    expect(Object.keys(detection.parameters)).toEqual([
      'exposed-port',
      'beacon',
      'exfiltration',
      'unusual-protocol',
    ]);
  });
});
