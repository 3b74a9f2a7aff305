import { fuzz } from './fuzzing.ts';
import { TYPED } from './targets/typed.ts';

fuzz('what people type', TYPED);
