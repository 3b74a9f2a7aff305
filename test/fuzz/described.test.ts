import { fuzz } from './fuzzing.ts';
import { DESCRIBED } from './targets/described.ts';

fuzz('what AWS answers', DESCRIBED);
