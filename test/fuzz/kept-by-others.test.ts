import { fuzz } from './fuzzing.ts';
import { KEPT_BY_OTHERS } from './targets/kept-by-others.ts';

fuzz('what others keep for the bot', KEPT_BY_OTHERS);
