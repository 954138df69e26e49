import { count } from '../blocks.ts';
import type { Context } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import { assumed } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** A context with the stage at which all it needs is there. */
export interface BuildStep {
  readonly stage: number;
  readonly context: Context;
  /** Contexts whose tables it refers to, or whose events and steps it needs. */
  readonly after: readonly string[];
  readonly operations: Quantity;
  readonly effort: Quantity;
}

/**
 * Contexts by the length of the longest chain of needs below them: what others refer to comes first. A circle is cut
 * where it closes.
 */
export function buildOrder(backend: Backend): readonly BuildStep[] {
  const { contexts } = backend.architecture;
  const needs = new Map(contexts.map(({ id }) => [id, needsOf(backend, id)]));
  const stages = new Map<string, number>();
  const stageOf = (id: string, open: ReadonlySet<string>): number => {
    const known = stages.get(id);
    if (known !== undefined) return known;
    const below = (needs.get(id) ?? []).filter((need) => !open.has(need));
    const stage = 1 + Math.max(0, ...below.map((need) => stageOf(need, new Set([...open, id]))));
    stages.set(id, stage);
    return stage;
  };
  return contexts
    .map((context) => ({
      stage: stageOf(context.id, new Set([context.id])),
      context,
      after: needs.get(context.id) ?? [],
      operations: count(operationsOf(backend, context.id), `operations of ${context.id}`),
      effort: effort(backend, context.id),
    }))
    .toSorted((a, b) => a.stage - b.stage);
}

function needsOf({ data, architecture }: Backend, id: string): readonly string[] {
  const contextOf = new Map(
    data.tables.flatMap(({ name, context }) => (context === undefined ? [] : [[name, context] as const])),
  );
  const referred = data.tables
    .filter(({ context }) => context === id)
    .flatMap(({ foreignKeys }) =>
      foreignKeys.flatMap(({ references }) => contextOf.get(references.table) ?? []),
    );
  const suppliers = architecture.relations.filter(({ to }) => to === id).map(({ from }) => from);
  const known = new Set(architecture.contexts.map((context) => context.id));
  return [...new Set([...referred, ...suppliers])]
    .filter((need) => need !== id && known.has(need))
    .toSorted();
}

const operationsOf = ({ operations }: Backend, id: string): number =>
  operations.filter(({ context }) => context === id).length;

/** Half a day an operation and a day an entity, tests included; three times as much where it goes badly. */
function effort(backend: Backend, id: string): Quantity {
  const entities = backend.entities.filter(({ context }) => context === id).length;
  const days = operationsOf(backend, id) * 0.5 + entities;
  return assumed(
    days,
    'days',
    'half a day an operation and a day an entity, tests included',
    days / 2,
    days * 3,
  );
}
