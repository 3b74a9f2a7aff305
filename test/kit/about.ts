/** What is said of a source of a test, where the test does not mind. */
import type { SourceAbout } from '../../src/investigation/source.ts';

export const ABOUT: SourceAbout = { kind: 'memory', account: null, region: null, tags: {} };
