import { fuzz } from './fuzzing.ts';
import { POSTED } from './targets/posted.ts';

fuzz('what is posted over HTTP', POSTED);
