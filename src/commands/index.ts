/** Every verb, in the order help shows them. */
import { decode } from './decode.ts';
import { help } from './help.ts';
import { reject } from './reject.ts';
import { top } from './top.ts';
import { trace } from './trace.ts';
import type { Verb } from './verb.ts';

export const VERBS: readonly Verb[] = [reject, trace, top, decode, help];
