import type { Flow, FlowStep } from '../../model/domain.ts';
import { changesNothing, pivotOf } from '../../model/flow-steps.ts';

/** How a step is taken back, or why it need not be. */
export type Undo =
  | { readonly kind: 'compensated'; readonly by: string }
  | { readonly kind: 'reads-only' }
  /** Committed together with the pivot: until then one rollback takes it back. */
  | { readonly kind: 'same-transaction' }
  /** Asked again with the same key until it answers; nothing before the pivot can refuse after it. */
  | { readonly kind: 'repeatable'; readonly key: string }
  | { readonly kind: 'none' };

export interface SagaState {
  readonly id: string;
  readonly title: string;
  readonly final: boolean;
}

export interface SagaTransition {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly kind: 'forward' | 'failure' | 'undo' | 'retry' | 'person';
}

/** The state machine of one flow. */
export interface Saga {
  readonly flow: Flow;
  /** Index of the step after which the flow can only go forward. */
  readonly pivot: number;
  readonly undo: readonly Undo[];
  readonly states: readonly SagaState[];
  readonly transitions: readonly SagaTransition[];
}

export interface SagaCheck {
  readonly reachable: number;
  /** Steps before the pivot that change something and cannot be taken back. */
  readonly uncompensated: readonly FlowStep[];
  /** Reachable states from which no end can be reached. */
  readonly stuck: readonly SagaState[];
  readonly unreachable: readonly SagaState[];
}

/** Local steps in a row at one place are one transaction of its database. */
function joinsPrevious({ steps }: Flow, index: number): boolean {
  const [before, step] = [steps[index - 1], steps[index]];
  return before?.kind === 'local' && step?.kind === 'local' && before.at === step.at;
}

/** Whether all steps from here to the pivot are one transaction. */
function commitsWithPivot(flow: Flow, index: number): boolean {
  const pivot = pivotOf(flow);
  for (let at = index + 1; at <= pivot; at++) if (!joinsPrevious(flow, at)) return false;
  return index < pivot;
}

function undoOf(flow: Flow, index: number): Undo {
  const step = flow.steps[index];
  if (step === undefined) return { kind: 'none' };
  if (step.compensation !== undefined) return { kind: 'compensated', by: step.compensation };
  if (changesNothing(step.action)) return { kind: 'reads-only' };
  if (commitsWithPivot(flow, index)) return { kind: 'same-transaction' };
  const between = flow.steps.slice(index + 1, pivotOf(flow));
  const nothingRefuses = between.every(({ action, kind }) => kind === 'publish' || changesNothing(action));
  if (step.idempotencyKey !== undefined && nothingRefuses)
    return { kind: 'repeatable', key: step.idempotencyKey };
  return { kind: 'none' };
}

const after = (index: number): string => (index < 0 ? 'begun' : `done-${index + 1}`);
const undoing = (index: number): string => (index < 0 ? 'undone' : `undo-${index + 1}`);
const waiting = (index: number): string => `waiting-${index + 1}`;
const parked = (index: number): string => `parked-${index + 1}`;

/**
 * Before the pivot a failure leads backwards through the compensations; after it a failure leads to another attempt,
 * and when these are used up to a parked message that a person replays.
 */
export function sagaOf(flow: Flow): Saga {
  const pivot = pivotOf(flow);
  const undo = flow.steps.map((_, index) => undoOf(flow, index));
  const states: SagaState[] = [{ id: after(-1), title: 'begun', final: false }];
  const transitions: SagaTransition[] = [];
  for (const [index, step] of flow.steps.entries()) {
    const final = index === flow.steps.length - 1;
    states.push({ id: after(index), title: final ? 'finished' : `${step.action}: done`, final });
    transitions.push({ from: after(index - 1), to: after(index), label: step.action, kind: 'forward' });
    if (index <= pivot) {
      transitions.push({
        from: after(index - 1),
        to: undoing(index - 1),
        label: `${step.action} fails`,
        kind: 'failure',
      });
    } else if (!joinsPrevious(flow, index)) addRetry(step, index, states, transitions);
  }
  addUndo(flow, pivot, undo, states, transitions);
  return { flow, pivot, undo, states, transitions };
}

function addUndo(
  flow: Flow,
  pivot: number,
  undo: readonly Undo[],
  states: SagaState[],
  transitions: SagaTransition[],
): void {
  if (flow.steps.length === 0) return;
  states.push({ id: undoing(-1), title: 'undone', final: true });
  for (let index = 0; index < pivot; index++) {
    const how = undo[index];
    states.push({
      id: undoing(index),
      title: `undoing from ${flow.steps[index]?.action ?? ''}`,
      final: false,
    });
    if (how === undefined || how.kind === 'none') continue;
    const label = undoLabel(how);
    transitions.push(
      how.kind === 'repeatable'
        ? { from: undoing(index), to: after(index), label, kind: 'retry' }
        : { from: undoing(index), to: undoing(index - 1), label, kind: 'undo' },
    );
  }
}

function undoLabel(how: Undo): string {
  switch (how.kind) {
    case 'compensated':
      return how.by;
    case 'reads-only':
      return 'nothing to undo';
    case 'same-transaction':
      return 'rollback';
    case 'repeatable':
      return 'ask again with the key';
    case 'none':
      return 'nothing';
  }
}

/** A publication is repeated by the relay; another step only if attempts or a key are stated. */
function addRetry(step: FlowStep, index: number, states: SagaState[], transitions: SagaTransition[]): void {
  states.push({ id: waiting(index), title: `${step.action}: waits`, final: false });
  transitions.push({ from: after(index - 1), to: waiting(index), label: 'fails', kind: 'failure' });
  const repeated =
    step.kind === 'publish' || step.attempts !== undefined || step.idempotencyKey !== undefined;
  if (!repeated) return;
  transitions.push({ from: waiting(index), to: after(index - 1), label: 'try again', kind: 'retry' });
  if (step.kind === 'publish' || step.attempts === undefined) return;
  states.push({ id: parked(index), title: `${step.action}: parked`, final: false });
  transitions.push({
    from: waiting(index),
    to: parked(index),
    label: `after ${step.attempts.value} attempts`,
    kind: 'failure',
  });
  transitions.push({ from: parked(index), to: after(index - 1), label: 'replay', kind: 'person' });
}

/** Plain search over the graph: everything reachable from the start, and everything that can still reach an end. */
export function checkSaga({ flow, pivot, undo, states, transitions }: Saga): SagaCheck {
  const forward = reach([after(-1)], transitions, ({ from, to }) => [from, to]);
  const ends = states.filter(({ final }) => final).map(({ id }) => id);
  const backward = reach(ends, transitions, ({ from, to }) => [to, from]);
  return {
    reachable: states.filter(({ id }) => forward.has(id)).length,
    uncompensated: flow.steps.filter((_, index) => index < pivot && undo[index]?.kind === 'none'),
    stuck: states.filter(({ id }) => forward.has(id) && !backward.has(id)),
    unreachable: states.filter(({ id }) => !forward.has(id)),
  };
}

function reach(
  start: readonly string[],
  transitions: readonly SagaTransition[],
  direction: (transition: SagaTransition) => readonly [string, string],
): ReadonlySet<string> {
  const seen = new Set(start);
  const open = [...start];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const transition of transitions) {
      const [from, to] = direction(transition);
      if (from !== at || seen.has(to)) continue;
      seen.add(to);
      open.push(to);
    }
  return seen;
}
