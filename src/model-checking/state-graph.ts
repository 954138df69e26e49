import { type Action, transitionsOf } from './actions.ts';
import type { Graph } from './components.ts';
import type { Kernel } from './generate.ts';

/** The whole state graph, with the transition on each edge. */
export interface StateGraph extends Graph {
  readonly labels: Uint16Array;
  /** Action of each transition. */
  readonly actionOf: Int32Array;
  /** Actions that are taken some time if they stay possible: all but faults. */
  readonly fair: readonly number[];
}

/** After a search that recorded its edges; `ends` tells how many there were after each state. */
export function graphOf(kernel: Kernel, actions: readonly Action[], ends: readonly number[]): StateGraph {
  const { targets, labels } = kernel.edges();
  return {
    nodes: kernel.counts().states,
    first: Int32Array.from([0, ...ends]),
    targets,
    labels,
    actionOf: Int32Array.from(transitionsOf(actions), ({ action }) => action.index),
    fair: actions.filter(({ step }) => !step.isFault).map(({ index }) => index),
  };
}
