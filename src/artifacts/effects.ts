import { fieldColumn } from './field-column.ts';
import type { Backend } from '../model/backend.ts';
import type { DomainEvent, Flow, FlowStep } from '../model/domain.ts';
import type { Effects, SqlStatement } from '../model/effects.ts';
import type { Json, Quantity } from '../model/origin.ts';
import { compact, jsonText } from './emitted.ts';
import type { JsonObject } from './emitted.ts';
import { qualifiedName } from './sql-names.ts';
import { snakeCase } from './words.ts';

/** What steps, consumers and operations do, for whoever runs them. */
export const effectsPath = '6-integration/effects.json';

const hasStatements = (effects: Effects | undefined): boolean =>
  effects !== undefined &&
  (effects.statements.length > 0 || effects.call !== undefined || effects.flow !== undefined);

/** Flows of which at least one step says what it does. */
export const effectiveFlows = ({ processes: { flows } }: Backend): readonly Flow[] =>
  flows.filter(({ steps }) =>
    steps.some(({ effects, undo }) => hasStatements(effects) || hasStatements(undo)),
  );

export const hasEffects = (backend: Backend): boolean =>
  effectiveFlows(backend).length > 0 ||
  backend.operations.some(({ sets = [], effects }) => sets.length > 0 || hasStatements(effects)) ||
  backend.processes.events.some(({ consumers }) => consumers.some(({ effects }) => hasStatements(effects)));

export function effectsText(backend: Backend): string {
  const { operations, processes, data } = backend;
  const lives = new Map(backend.entities.map(({ name, lifecycle }) => [name, lifecycle]));
  return jsonText({
    tables: data.tables.flatMap(({ entity, context, appendOnly, ...table }) => {
      const lifecycle = lives.get(entity ?? '');
      return entity === undefined
        ? []
        : [
            compact({
              table: qualifiedName(table),
              entity,
              id: `${snakeCase(entity)}_id`,
              context: context ?? '',
              appendOnly,
              state: lifecycle?.field,
              // Nothing leads out of these.
              ends: lifecycle?.states.filter((state) =>
                lifecycle.transitions.every(([from]) => from !== state),
              ),
            }),
          ];
    }),
    operations: operations
      .filter(({ sets = [], effects }) => sets.length > 0 || hasStatements(effects))
      .map(({ id, context, sets, effects }) =>
        compact({ id, context, sets: sets?.map(statementJson), effects: effects && effectsJson(effects) }),
      ),
    events: processes.events.map((event) => eventJson(event, backend)),
    flows: effectiveFlows(backend).map(flowJson),
  });
}

function eventJson({ name, entity, payload, consumers }: DomainEvent, backend: Backend): JsonObject {
  const table = backend.data.tables.find((each) => each.entity === entity);
  const fields = backend.entities.find((each) => each.name === entity)?.fields ?? [];
  const columns = payload.map((field) => {
    const found = fields.find((each) => each.name === field);
    return found === undefined ? field : fieldColumn(found);
  });
  return compact({
    name,
    table: table && qualifiedName(table),
    id: `${snakeCase(entity)}_id`,
    columns,
    consumers: consumers.map(({ context, action, effects }) =>
      compact({ context, action, effects: effects && effectsJson(effects) }),
    ),
  });
}

const flowJson = ({ id, name, context, trigger, steps, given }: Flow): JsonObject =>
  compact({ id, name, context, trigger, steps: steps.map(stepJson), given: given?.map(statementJson) });

function stepJson(step: FlowStep): JsonObject {
  const { id, action, at, kind, compensation, pivot, on, idempotencyKey, timeout, attempts, effects, undo } =
    step;
  return compact({
    id,
    action,
    at,
    kind,
    compensation,
    pivot,
    on,
    idempotencyKey,
    timeout: timeout && quantityJson(timeout),
    attempts: attempts && quantityJson(attempts),
    effects: effects && effectsJson(effects),
    undo: undo && effectsJson(undo),
  });
}

const quantityJson = ({ value, unit }: Quantity): Json => ({ value, unit });

const effectsJson = ({ condition, each, call, flow, statements }: Effects): JsonObject =>
  compact({ condition, each, call: call && { ...call }, statements: statements.map(statementJson), flow });

const statementJson = ({ sql, at, rows, otherwise }: SqlStatement): JsonObject =>
  compact({ sql, at, rows, otherwise });
