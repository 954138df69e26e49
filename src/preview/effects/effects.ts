// The one interpreter of effects: the prover runs it too, so it lies on the floor below.
export { flowOf } from '../../provers/effects/flow-parts.ts';
export { isParked } from '../../provers/effects/flow-world.ts';
export type { FlowWorld, Progress, Request } from '../../provers/effects/flow-world.ts';
export { runEffects, runOperation } from '../../provers/effects/run-effects.ts';
export { runFlow } from '../../provers/effects/run-flow.ts';
export { isRefusal, refusal } from '../../provers/effects/variables.ts';
export type { SqlValue, Transaction, Variables } from '../../provers/effects/variables.ts';
