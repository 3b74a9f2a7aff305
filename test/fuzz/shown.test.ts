import { fuzz } from './fuzzing.ts';
import { SHOWN } from './targets/shown.ts';

fuzz('what is shown', SHOWN);
