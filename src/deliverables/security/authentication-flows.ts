import type { Sequence } from './sequence-parts.ts';
import { recoverySequence, refreshSequence, stepUpSequence } from './session-flows.ts';
import { signInSequences } from './sign-in.ts';
import { systemSignIn, webhookCheck } from './system-flows.ts';
import type { Backend } from '../../model/backend.ts';

/** Every flow the model gives reason to draw. */
export const flowDiagrams = (backend: Backend): readonly Sequence[] =>
  [
    ...signInSequences(backend),
    refreshSequence(backend),
    stepUpSequence(backend),
    recoverySequence(backend),
    systemSignIn(backend),
    webhookCheck(backend),
  ].filter((flow) => flow !== undefined);
