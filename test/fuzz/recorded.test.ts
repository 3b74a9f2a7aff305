import { fuzz } from './fuzzing.ts';
import { RECORDED } from './targets/recorded.ts';

fuzz('what flow logs hold', RECORDED);
