import { fuzz } from './fuzzing.ts';
import { CONFIGURED } from './targets/configured.ts';

fuzz('what is configured', CONFIGURED);
