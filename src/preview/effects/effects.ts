// The one interpreter of effects: the prover runs it too, so it lies on the floor below.
export { runEffects, runOperation } from '../../provers/effects/run-effects.ts';
export { flowOf, isParked, runFlow } from '../../provers/effects/run-flow.ts';
export type { FlowWorld, Progress, Request } from '../../provers/effects/run-flow.ts';
export type { OperationRun, PlainWorld } from '../../provers/effects/run-effects.ts';
export { isRefusal, refusal } from '../../provers/effects/variables.ts';
export type { SqlValue, Transaction, Variables } from '../../provers/effects/variables.ts';
