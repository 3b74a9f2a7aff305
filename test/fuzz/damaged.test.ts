import { fuzz } from './fuzzing.ts';
import { DAMAGED } from './targets/damaged.ts';

fuzz('files that are damaged', DAMAGED);
