import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../src/analyzers/detectors.ts';
import { help } from '../../src/commands/help.ts';
import { VERBS } from '../../src/commands/index.ts';
import { ephemeralMessage } from '../../src/present/block-kit.ts';

describe('help of scan', () => {
  it('lists every detector with what it finds, and Slack shows all of them', () => {
    const answer = help.answer('scan', VERBS);
    const shown = JSON.stringify(ephemeralMessage(answer, { timeZone: 'UTC' }));

    for (const { id, summary } of DETECTORS)
      expect(answer).toMatchObject({
        notes: expect.arrayContaining([`\`${id}\`: ${summary}`]),
      });
    for (const { id } of DETECTORS) expect(shown).toContain(`\`${id}\``);
    expect(shown).not.toContain('more lines');
  });
});
