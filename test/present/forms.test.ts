import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { muteView } from '../../src/present/alerts/mute-view.ts';
import { shareView } from '../../src/present/share-view.ts';
import { wrongView } from '../../src/present/wrong-view.ts';
import { anyAlertView } from '../kit/alerts.ts';
import { meanText } from '../kit/mean-text.ts';
import { controlsIn } from '../kit/shown-problems.ts';

interface PlainText {
  readonly text: string;
  readonly emoji?: boolean;
}

/** All texts in which Slack draws nothing but emoji. */
function plainTexts(part: unknown): readonly PlainText[] {
  if (typeof part !== 'object' || part === null) return [];
  const inside = Object.values(part).flatMap(plainTexts);
  return 'type' in part && part.type === 'plain_text' ? [part as unknown as PlainText, ...inside] : inside;
}

describe('a text of others in a form', () => {
  it('draws no emoji, and nothing that reorders what is read', () => {
    fc.assert(
      fc.property(anyAlertView, meanText, (alert, text) => {
        const choice = { value: 'C0OPS', text: `:fire: ${text}` };
        const sharing = {
          headline: 'h',
          question: 'q',
          channels: [choice],
          incidents: [choice],
          carried: 'Q1',
        };
        const summary = `:fire: ${text}`;
        const mute = plainTexts(muteView(alert, ''));
        const others = plainTexts([shareView(sharing), wrongView('', summary)]);

        const shown = [...mute, ...others.filter((one) => one.text.includes(':fire:'))];
        expect(shown.length).toBeGreaterThan(3);
        expect(shown.filter(({ emoji }) => emoji !== false)).toEqual([]);
        expect(shown.flatMap((one) => controlsIn(one.text))).toEqual([]);
      }),
    );
  });
});
