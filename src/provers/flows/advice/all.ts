import { acknowledgedTooEarly } from './acknowledged-too-early.ts';
import type { FlowAdvice } from './advice.ts';
import { answeredBeforeReplicated } from './answered-before-replicated.ts';
import { callWithoutKey } from './call-without-key.ts';
import { compensationAfterPivot } from './compensation-after-pivot.ts';
import { consumerNotIdempotent } from './consumer-not-idempotent.ts';
import { dualWrite } from './dual-write.ts';
import { leaseWithoutFencing } from './lease-without-fencing.ts';
import { lockAcrossCall } from './lock-across-call.ts';
import { lostUpdateOnCache } from './lost-update-on-cache.ts';
import { missingCompensation } from './missing-compensation.ts';
import { missingTimeout } from './missing-timeout.ts';
import { orderingAssumed } from './ordering-assumed.ts';
import { progressInMemory } from './progress-in-memory.ts';
import { readThenWrite } from './read-then-write.ts';
import { staleReadAfterWrite } from './stale-read-after-write.ts';
import { unboundedRetry } from './unbounded-retry.ts';

/** Every known fault, the narrowest change first: of two that mend a flow alone the first is advised. */
export const adviceRules: readonly FlowAdvice[] = [
  acknowledgedTooEarly,
  dualWrite,
  consumerNotIdempotent,
  callWithoutKey,
  missingTimeout,
  unboundedRetry,
  compensationAfterPivot,
  missingCompensation,
  orderingAssumed,
  staleReadAfterWrite,
  lostUpdateOnCache,
  leaseWithoutFencing,
  lockAcrossCall,
  readThenWrite,
  answeredBeforeReplicated,
  progressInMemory,
];
