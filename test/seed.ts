/**
 * Tests of properties make up the same inputs in every run, so that a change is judged by what it changes. Others are looked for on purpose: FLOWS_SEED=7
 * makes up those of another seed, and `npm run fuzz` many more of them.
 */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['FLOWS_SEED'] ?? 1) });
