import { describe, expect, it } from 'vitest';
import { isServicePort, SERVICES, serviceAt, serviceName, servicesNamed } from '../../src/record/ports.ts';

describe('ports', () => {
  it('are around two hundred or more, each a valid row with a name of its own', () => {
    expect(SERVICES.length).toBeGreaterThanOrEqual(200);
    for (const { port, protocols, name, title } of SERVICES) {
      expect({ port, inRange: port > 0 && port <= 65_535, transports: protocols.length > 0 }).toEqual({
        port,
        inRange: true,
        transports: true,
      });
      expect(name).toMatch(/^[a-z0-9-]+$/);
      expect(title).not.toBe('');
    }
    expect(new Set(SERVICES.map(({ name }) => name)).size).toBe(SERVICES.length);
  });

  it('name one service for each transport', () => {
    const ends = SERVICES.flatMap(({ port, protocols }) =>
      protocols.map((protocol) => `${port}/${protocol}`),
    );

    expect(new Set(ends).size).toBe(ends.length);
  });

  it.each([
    [22, 6, 'ssh'],
    [443, 6, 'https'],
    [443, 17, 'https'],
    [53, 17, 'dns'],
    [514, 17, 'syslog'],
    [514, 6, 'rsh'],
    [5432, null, 'postgresql'],
    [3306, 6, 'mysql'],
    [4789, 17, 'vxlan'],
  ])('%i over protocol %s is %s', (port, protocol, name) => {
    expect(serviceName(port, protocol)).toBe(name);
  });

  it('name nothing for other transports and ports', () => {
    expect([serviceAt(22, 17), serviceAt(54_321, 6), isServicePort(22, 1)]).toEqual([
      undefined,
      undefined,
      false,
    ]);
  });

  it.each([
    ['https', [443]],
    ['Postgres', [5432]],
    ['syslog', [514]],
    ['no-such-service', []],
  ])('are found by the word %s', (word, ports) => {
    expect(servicesNamed(word).map(({ port }) => port)).toEqual(ports);
  });
});
