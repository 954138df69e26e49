import { autoscalerOscillation } from './autoscaler-oscillation.ts';
import { coldCacheCollapse } from './cold-cache-collapse.ts';
import type { NetworkExperiment } from './experiment.ts';
import { headOfLineBlocking } from './head-of-line-blocking.ts';
import { metastableFailure } from './metastable-failure.ts';
import { overloadOneDown } from './overload-one-down.ts';
import { poolExhaustion } from './pool-exhaustion.ts';
import { retryAmplification } from './retry-amplification.ts';
import { timeoutInversion } from './timeout-inversion.ts';

/** Every fault that is looked for by simulation, the worst first. */
export const networkExperiments: readonly NetworkExperiment[] = [
  metastableFailure,
  coldCacheCollapse,
  overloadOneDown,
  retryAmplification,
  timeoutInversion,
  poolExhaustion,
  autoscalerOscillation,
  headOfLineBlocking,
];
