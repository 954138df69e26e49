import type { Flow, Operation } from '../../model/domain.ts';
import type { Effects, SqlStatement } from '../../model/effects.ts';

/** Problem types with which what an operation does, as stated, can refuse: its own statements and those of its flows. */
export function statedProblems(operation: Operation, flows: readonly Flow[]): ReadonlySet<string> {
  const started = flows.filter(
    ({ id, trigger, steps }) =>
      id === operation.flow ||
      trigger === operation.id ||
      // A flow that waits for somebody goes on by another operation.
      steps.some(({ on }) => on === operation.id),
  );
  const seen = new Set<string>();
  const ofFlow = (flow: Flow): readonly string[] => {
    if (seen.has(flow.id)) return [];
    seen.add(flow.id);
    return flow.steps.flatMap(({ effects }) => ofEffects(effects));
  };
  const ofEffects = (effects: Effects | undefined): readonly string[] => {
    const next = flows.find(({ id }) => id === effects?.flow);
    return [
      ...ofStatements(effects?.statements ?? []),
      // What a peer refuses has no type of its own.
      ...(effects?.call === undefined ? [] : ['conflict']),
      ...(next === undefined ? [] : ofFlow(next)),
    ];
  };
  return new Set([
    ...ofStatements(operation.sets ?? []),
    ...ofEffects(operation.effects),
    ...started.flatMap(ofFlow),
  ]);
}

const ofStatements = (statements: readonly SqlStatement[]): readonly string[] =>
  statements.flatMap(({ rows, otherwise }) => (rows === undefined ? [] : [otherwise ?? 'conflict']));
