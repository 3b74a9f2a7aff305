import { fuzz } from './fuzzing.ts';
import { ALARMED } from './targets/alarmed.ts';

fuzz('what other tools send', ALARMED);
